using System.Text.Json.Nodes;
using Cks.Auth;

namespace Cks.Testing.AspNetCore;

/// <summary>One of the application's issuers, with keys of the test's own: makes tokens that satisfy its rules.</summary>
internal sealed class TestKeys : IDisposable
{
    private const string Anything = "test";

    private static readonly string[] Preferred = ["RS256", "ES256", "PS256", "RS384", "ES384", "PS384", "RS512", "ES512", "PS512"];

    private readonly IssuerOptions _issuer;
    private readonly TimeProvider _time;
    private readonly List<TestKey> _keys = [];
    private int _made;

    public TestKeys(IssuerOptions issuer, TimeProvider time)
    {
        (_issuer, _time) = (issuer, time);
        Rotate(keepPrevious: false);
    }

    public string Issuer => _issuer.Issuer;

    /// <summary>The keys as the issuer publishes them.</summary>
    public string Jwks => new JsonObject { ["keys"] = new JsonArray([.. _keys.Select(k => k.ToJwk())]) }.ToJsonString();

    /// <summary>Signs with a new key from now on.</summary>
    public void Rotate(bool keepPrevious)
    {
        var retired = keepPrevious ? [] : _keys.ToArray();
        _keys.Add(new($"test-{++_made}", Preferred.FirstOrDefault(_issuer.Algorithms.Contains) ?? Preferred[0]));
        foreach (var key in retired)
        {
            _keys.Remove(key);
            key.Dispose();
        }
    }

    public string Mint(string subject, TimeSpan? lifetime, JsonObject? claims)
    {
        var key = _keys[^1];
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var payload = new JsonObject
        {
            ["iss"] = _issuer.Issuer,
            ["sub"] = subject,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + (long)(lifetime ?? Longest(TimeSpan.FromMinutes(10))).TotalSeconds,
            ["jti"] = Guid.NewGuid().ToString("N"),
        };
        if (_issuer.Audiences.Count > 0)
            payload["aud"] = _issuer.Audiences[0];
        if (_issuer.AuthorizedParties.Count > 0)
            payload["azp"] = _issuer.AuthorizedParties[0];
        foreach (var claim in _issuer.RequiredClaims.Where(c => !payload.ContainsKey(c)))
            payload[claim] = claim == "auth_time" ? now : Anything;
        foreach (var (name, value) in claims ?? [])
        {
            if (value is null)
                payload.Remove(name);
            else
                payload[name] = value.DeepClone();
        }

        var header = new JsonObject { ["alg"] = key.Algorithm, ["kid"] = key.Id };
        if (_issuer.Types.Count > 0)
            header["typ"] = _issuer.Types.Contains("JWT") ? "JWT" : _issuer.Types.First();
        return key.Sign(header, payload);
    }

    public void Dispose()
    {
        foreach (var key in _keys)
            key.Dispose();
    }

    private TimeSpan Longest(TimeSpan wanted) => wanted < _issuer.MaxLifetime ? wanted : _issuer.MaxLifetime;
}
