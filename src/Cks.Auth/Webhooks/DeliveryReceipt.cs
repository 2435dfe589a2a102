namespace Cks.Auth;

/// <summary>What a store knows of a webhook after it was added.</summary>
/// <param name="IsRepeated">It was there before; nothing was added.</param>
/// <param name="IsHandled">The application's handlers are done with it.</param>
/// <param name="IsStale">A later record of the same object came before it.</param>
public readonly record struct DeliveryReceipt(bool IsRepeated, bool IsHandled, bool IsStale);
