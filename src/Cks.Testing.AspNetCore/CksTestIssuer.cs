using System.Text.Json.Nodes;
using Cks.Auth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cks.Testing.AspNetCore;

/// <summary>
/// Stands in for every identity provider of an application under test: the keys are the test's, the rules stay the application's. Registered by <see cref="CksTestIssuerExtensions.UseCksTestIssuer"/>.
/// </summary>
public sealed class CksTestIssuer : IDisposable
{
    private readonly Dictionary<string, TestKeys> _issuers = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly IServiceProvider _services;
    private string? _first;

    internal CksTestIssuer(IServiceProvider services, CksTestIssuerOptions options) => (_services, Options) = (services, options);

    /// <summary>The clock of the whole application.</summary>
    public TestClock Clock { get; } = new();

    internal CksTestIssuerOptions Options { get; }

    /// <summary>Makes a token that the application's own rules accept: audience, type, party, algorithm and required claims are as its issuer demands.</summary>
    /// <param name="subject"><c>sub</c>.</param>
    /// <param name="issuer">One of the application's issuers; the first by default.</param>
    /// <param name="lifetime">From now to <c>exp</c>; 10 minutes by default, negative for an expired token.</param>
    /// <param name="claims">Further claims, which win; a <see langword="null"/> member removes one.</param>
    /// <exception cref="KeyNotFoundException">The application has no such issuer in its settings.</exception>
    public string Mint(string subject, string? issuer = null, TimeSpan? lifetime = null, JsonObject? claims = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        var keys = Find(issuer);
        lock (_gate)
            return keys.Mint(subject, lifetime, claims);
    }

    /// <summary>Replaces the key of an issuer, as a provider does. The application takes the new one at once, without the wait of a fetch.</summary>
    /// <param name="issuer">One of the application's issuers; the first by default.</param>
    /// <param name="keepPrevious">Whether tokens of earlier keys stay good.</param>
    public void RotateKeys(string? issuer = null, bool keepPrevious = false)
    {
        var keys = Find(issuer);
        var registry = _services.GetRequiredService<IIssuerRegistry>();
        var accepted = registry.Issuers.Single(i => i.Issuer == keys.Issuer);
        lock (_gate)
        {
            keys.Rotate(keepPrevious);
            accepted.Jwks = keys.Jwks;
        }

        registry.Add(accepted);
    }

    /// <summary>Destroys the private keys.</summary>
    public void Dispose()
    {
        foreach (var keys in _issuers.Values)
            keys.Dispose();
    }

    internal string FirstIssuer => Find(null).Issuer;

    /// <summary>Takes the place of the keys of every issuer; nothing is fetched from then on.</summary>
    internal void TakeOver(CksTokenOptions options)
    {
        lock (_gate)
        {
            foreach (var issuer in options.Issuers)
            {
                _first ??= issuer.Issuer;
                // The settings may be made several times; the keys are one.
                if (!_issuers.TryGetValue(issuer.Issuer, out var keys))
                    _issuers.Add(issuer.Issuer, keys = new(issuer, Clock));
                issuer.Jwks = keys.Jwks;
            }
        }
    }

    private TestKeys Find(string? issuer)
    {
        // The settings are made when somebody first asks for them.
        _ = _services.GetRequiredService<IOptions<CksTokenOptions>>().Value;
        lock (_gate)
        {
            return _issuers.TryGetValue(issuer ?? _first ?? "", out var keys)
                ? keys
                : throw new KeyNotFoundException($"The application accepts no tokens of {issuer ?? "anybody"}; it does of {string.Join(", ", _issuers.Keys)}.");
        }
    }
}
