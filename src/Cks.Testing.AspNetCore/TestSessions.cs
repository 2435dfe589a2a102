using System.Collections.Concurrent;
using Cks.Auth;
using Cks.Core;

namespace Cks.Testing.AspNetCore;

/// <summary>Sessions of the people whom the test named.</summary>
internal sealed class TestSessions(TenantId tenant) : ISessionResolver
{
    private readonly ConcurrentDictionary<(string Issuer, string Subject), (string Role, string Code)> _people = new();

    public void Add(string issuer, string subject, string role, string code) => _people[(issuer, subject)] = (role, code);

    public ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default) => new(
        _people.TryGetValue((token.Issuer, token.Subject), out var person)
            ? SessionResolution.From(token, new() { Tenant = tenant, Code = person.Code, Roles = [person.Role], Status = "active" }, [person.Role])
            : SessionResolution.Refused(SessionRefusalReason.NotProvisioned));
}
