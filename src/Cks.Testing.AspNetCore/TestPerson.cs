using System.Net.Http.Headers;
using Cks.Auth;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Testing.AspNetCore;

/// <summary>Sends a person's token with each request, after making sure that the application takes it for that person's.</summary>
internal sealed class TestPerson(CksTestIssuer issuer, IServiceProvider services, string role, string code, string? issuerName) : DelegatingHandler
{
    private bool _isKnown;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Authorization is null)
        {
            var subject = issuer.Options.Subject(role, code);
            services.GetService<TestSessions>()?.Add(issuerName ?? issuer.FirstIssuer, subject, role, code);
            var token = issuer.Mint(subject, issuerName);
            if (!_isKnown)
                await CheckAsync(token, subject, cancellationToken).ConfigureAwait(false);
            _isKnown = true;
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task CheckAsync(string token, string subject, CancellationToken cancellationToken)
    {
        var scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var outcome = await scope.ServiceProvider.GetRequiredService<ITokenValidator>().ValidateAsync(token.AsMemory(), cancellationToken).ConfigureAwait(false);
            if (!outcome.IsValid)
                throw new TestAssertionException($"The application refuses the test's token: {outcome}. Something put rules of its own in the place of the issuer's.");
            var resolution = await scope.ServiceProvider.GetRequiredService<ISessionResolver>().ResolveAsync(outcome.Token, cancellationToken).ConfigureAwait(false);
            if (!resolution.IsActive)
            {
                var mend = resolution.Reason == SessionRefusalReason.NotProvisioned
                    ? "Link it in the application's store, say in UseCksTestIssuer(o => o.Subject = ...) by which subject the person is known, or call o.SubstituteSessions(tenant)."
                    : "Mend the record in the application's store.";
                throw new TestAssertionException(
                    $"Subject \"{subject}\" of {outcome.Token.Issuer} has no session: {resolution.Reason.Value.ToText()}. {mend} A test of the refusal itself sends the token of factory.TestIssuer().Mint(\"{subject}\").");
            }

            if (resolution.Session.Code != code || !resolution.Session.Roles.Contains(role))
            {
                throw new TestAssertionException(
                    $"Subject \"{subject}\" is {resolution.Session.Code} with the roles {string.Join(", ", resolution.Session.Roles)}, not {code} with {role}. Roles come from the application's store, not from the test.");
            }
        }
    }
}
