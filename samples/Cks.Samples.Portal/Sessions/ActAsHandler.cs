using System.Text.Encodings.Web;
using Cks.Auth;
using Cks.Core;
using Cks.Rbac;
using Cks.Scope;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Cks.Samples.Portal.Sessions;

/// <summary>
/// <c>/hub?as=CODE</c>: look at the page as somebody of tenant main, without a token. Registered only where the environment is exactly Development; the rules about who may sign in
/// hold here too.
/// </summary>
internal sealed class ActAsHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, People people, SnapshotStore<Policy> policy, SnapshotStore<ScopeModel> scope)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public new const string Scheme = "ActAs";

    /// <summary>Name of the query parameter.</summary>
    public const string Parameter = "as";

    private static readonly TenantId Tenant = TenantId.Parse("main");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Query[Parameter] is not [{ } text] || !scope.Current.Value.TryNormalizeCode(text, out var code))
            return AuthenticateResult.NoResult();
        if (await people.FindByCodeAsync(Tenant, code, Context.RequestAborted) is not { } person)
            return AuthenticateResult.Fail("Nobody has this code.");
        var resolution = SessionResolution.From(person.Issuer, person.Subject, person.Record, [.. policy.Current.Value.Roles]);
        return resolution.IsActive
            ? AuthenticateResult.Success(new(resolution.Session.ToPrincipal(), Scheme))
            : AuthenticateResult.Fail(resolution.Reason.Value.ToText());
    }

    // The bearer scheme beside this one says what was wrong.
    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Task.CompletedTask;

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Task.CompletedTask;
}
