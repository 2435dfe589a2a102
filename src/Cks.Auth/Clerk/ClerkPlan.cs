namespace Cks.Auth;

/// <summary>The plan that is paid for.</summary>
/// <param name="Scope">By whom.</param>
/// <param name="Slug">Its name, such as <c>pro</c>.</param>
public readonly record struct ClerkPlan(ClerkScope Scope, string Slug);
