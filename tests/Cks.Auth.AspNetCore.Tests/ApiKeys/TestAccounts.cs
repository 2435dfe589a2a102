using System.Security.Claims;
using Cks.Core;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>One service account whose record a test moves, and an administrator who may hand on everything.</summary>
internal sealed class TestAccounts : IApiKeyOwnerResolver, IHoldings
{
    public static ApiKeyOwner Robot { get; } = new(TenantId.Parse("main"), "urn:cks:service-accounts", "robot");

    public SessionRecord? Record { get; set; } = new() { Tenant = TenantId.Parse("main"), Code = "SVC-001", Roles = ["contractor"], Status = "active" };

    public bool IsDown { get; set; }

    public ValueTask<SessionResolution> ResolveAsync(ApiKeyOwner owner, CancellationToken cancellationToken = default) =>
        IsDown ? throw new IOException("The database is down.") : new(SessionResolution.From(owner.Issuer, owner.Subject, Record, ["contractor", "manager"]));

    public ValueTask<Holding> AskAsync(HoldingQuestion question, CancellationToken cancellationToken = default) =>
        new(new Holding(TestHost.Issuer, "ada", TenantId.Parse("main")) { IsPermitted = true, Held = question.Capabilities });

    public static ClaimsPrincipal Ada { get; } = new(new ClaimsIdentity("test"));
}
