using Cks.Core;

namespace Cks.Auth;

/// <summary>Whose key it is: a person or a service account of one tenant. All three are compared ordinally (S02).</summary>
/// <param name="Tenant">Whose data.</param>
/// <param name="Issuer">Who vouches for the owner; for service accounts one of <see cref="CksApiKeyOptions.OwnIssuers"/>.</param>
/// <param name="Subject">The owner at that issuer.</param>
public sealed record ApiKeyOwner(TenantId Tenant, string Issuer, string Subject)
{
    /// <summary>The tenant and who vouches, so that it names nobody in a log.</summary>
    public override string ToString() => $"owner in {Tenant} of {Issuer}";
}
