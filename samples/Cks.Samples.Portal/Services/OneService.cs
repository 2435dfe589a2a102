namespace Cks.Samples.Portal.Services;

/// <summary>One service, as the API answers it.</summary>
internal sealed record OneService(Service Service);
