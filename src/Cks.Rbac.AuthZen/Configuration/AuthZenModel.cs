using System.Collections.Frozen;

namespace Cks.Rbac.AuthZen;

/// <summary>The options as requests look at them.</summary>
internal sealed class AuthZenModel(AuthZenOptions options)
{
    private readonly FrozenDictionary<string, AuthZenResourceType> _types = options.Types.DistinctBy(t => t.Type).ToFrozenDictionary(t => t.Type, StringComparer.Ordinal);
    private readonly FrozenDictionary<(string, string), AuthZenCaller> _callers = options.Callers.DistinctBy(c => (c.Issuer, c.Id)).ToFrozenDictionary(c => (c.Issuer, c.Id));

    public AuthZenOptions Options => options;

    public AuthZenResourceType? TypeOf(string resourceType) => _types.GetValueOrDefault(resourceType);

    /// <summary>What the one who asks is bound to; <see langword="null"/> for whoever is not named, and for one that acts in another tenant than it is named for.</summary>
    public AuthZenCaller? CallerOf(Subject subject) =>
        _callers.GetValueOrDefault((subject.Issuer, subject.Id)) is { } caller && !caller.Tenant.IsNone && caller.Tenant == subject.Tenant ? caller : null;
}
