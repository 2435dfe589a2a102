using Cks.Core;

namespace Cks.Auth.Tests;

/// <summary>Records of owners that a test moves.</summary>
internal sealed class TestOwners : IApiKeyOwnerResolver
{
    public const string Service = "urn:cks:service-accounts";

    public static ApiKeyOwner Robot { get; } = new(TenantId.Parse("main"), Service, "robot");

    public Dictionary<(string Issuer, string Subject), SessionRecord> Records { get; } = new()
    {
        [(Service, "robot")] = new() { Tenant = TenantId.Parse("main"), Code = "SVC-001", Roles = ["contractor"], Status = "active", Name = "Robot" },
        [(Service, "dummy")] = new() { Tenant = TenantId.Parse("main"), Code = "SVC-002", Roles = ["contractor"], Status = "active", IsTest = true },
        [("https://login.example", "ann")] = new() { Tenant = TenantId.Parse("main"), Code = "CON-001", Roles = ["contractor"], Status = "active" },
    };

    public int Calls { get; private set; }

    public ValueTask<SessionResolution> ResolveAsync(ApiKeyOwner owner, CancellationToken cancellationToken = default)
    {
        Calls++;
        return new(SessionResolution.From(owner.Issuer, owner.Subject, Records.GetValueOrDefault((owner.Issuer, owner.Subject)), ["contractor", "manager"]));
    }

    public void Change(ApiKeyOwner owner, Func<SessionRecord, SessionRecord> change) => Records[(owner.Issuer, owner.Subject)] = change(Records[(owner.Issuer, owner.Subject)]);
}
