using System.Text.Json.Nodes;
using Cks.Testing;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

public sealed class TokenValidatorTests(ForgeFixture fixture) : IClassFixture<ForgeFixture>
{
    private readonly FakeTimeProvider _time = fixture.Time;
    private readonly TokenForge _forge = fixture.Forge;

    [Fact]
    public async Task A_good_token_gives_its_claims()
    {
        using var host = AuthHost.For(_forge, _time);
        var outcome = await host.ValidateAsync(_forge.Mint("user-1", "portal", TimeSpan.FromMinutes(5), new() { ["sid"] = "s-1", ["jti"] = "t-1", ["email"] = "a@b.example", ["level"] = 3 }));

        Assert.True(outcome.IsValid);
        var token = outcome.Token;
        Assert.Equal(("https://login.example", "user-1", "s-1", "t-1"), (token.Issuer, token.Subject, token.SessionId, token.TokenId));
        Assert.Equal((AuthHost.Start, AuthHost.Start.AddMinutes(5)), (token.IssuedAt, token.ExpiresAt));
        Assert.True(token.TryGetString("email", out var email));
        Assert.Equal("a@b.example", email);
        Assert.False(token.TryGetString("level", out _));
        Assert.False(token.TryGetString("Email", out _));
        Assert.DoesNotContain("user-1", token.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-30, false)]
    [InlineData(-29, true)]
    [InlineData(0, true)]
    [InlineData(86_400, true)]
    [InlineData(86_401, false)]
    public async Task Exp_is_judged_to_the_second(int offset, bool valid)
    {
        using var host = AuthHost.For(_forge, _time);
        // iat stays at or before exp, as an honest issuer writes it.
        var token = _forge.Mint("user-1", "portal", claims: new() { ["exp"] = _forge.Now + offset, ["iat"] = _forge.Now + Math.Min(offset, 0) });
        Assert.Equal(valid, (await host.ValidateAsync(token)).IsValid);
    }

    [Theory]
    [InlineData("nbf", 30, true)]
    [InlineData("nbf", 31, false)]
    [InlineData("iat", 30, true)]
    [InlineData("iat", 31, false)]
    public async Task Times_ahead_are_judged_to_the_second(string claim, int offset, bool valid)
    {
        using var host = AuthHost.For(_forge, _time);
        Assert.Equal(valid, (await host.ValidateAsync(_forge.Mint("user-1", "portal", claims: new() { [claim] = _forge.Now + offset }))).IsValid);
    }

    [Fact]
    public async Task A_fraction_of_a_second_is_cut_off()
    {
        using var host = AuthHost.For(_forge, _time);
        var outcome = await host.ValidateAsync(_forge.Mint("user-1", "portal", claims: new() { ["exp"] = _forge.Now + 60.75 }));
        Assert.Equal(AuthHost.Start.AddSeconds(60), outcome.Token?.ExpiresAt);
    }

    [Fact]
    public async Task Times_that_contradict_each_other_are_malformed()
    {
        using var host = AuthHost.For(_forge, _time);
        var outcome = await host.ValidateAsync(_forge.Mint("user-1", "portal", claims: new() { ["exp"] = _forge.Now - 10, ["iat"] = _forge.Now }));
        Assert.Equal(TokenRejectionReason.MalformedClaim, outcome.Reason);
    }

    [Theory]
    [InlineData("jwt", true)]
    [InlineData("application/JWT", true)]
    [InlineData("at+jwt", true)]
    [InlineData("application/at+jwt", true)]
    [InlineData(null, false)]
    [InlineData("id+jwt", false)]
    public async Task The_type_is_compared_as_the_RFC_says(string? type, bool valid)
    {
        using var host = AuthHost.For(_forge, _time);
        var token = _forge.Sign(_forge.Header(new() { ["typ"] = type }), _forge.Payload("user-1", "portal"));
        Assert.Equal(valid, (await host.ValidateAsync(token)).IsValid);
    }

    [Fact]
    public async Task An_issuer_may_insist_on_a_type()
    {
        using var host = AuthHost.For(_forge, _time, configure: i => (i.RequireType, _) = (true, i.Types.Remove("JWT")));
        Assert.Equal(TokenRejectionReason.UnsupportedType, (await host.ValidateAsync(_forge.Mint("user-1", "portal"))).Reason);
        Assert.Equal(TokenRejectionReason.UnsupportedType, (await host.ValidateAsync(_forge.Sign(_forge.Header(new() { ["typ"] = null }), _forge.Payload("user-1", "portal")))).Reason);
        Assert.True((await host.ValidateAsync(_forge.Sign(_forge.Header(new() { ["typ"] = "at+jwt" }), _forge.Payload("user-1", "portal")))).IsValid);
    }

    [Fact]
    public async Task One_of_several_audiences_is_enough()
    {
        using var host = AuthHost.For(_forge, _time, configure: i => i.Audiences.Add("admin"));
        Assert.True((await host.ValidateAsync(_forge.Mint("u", claims: new() { ["aud"] = new JsonArray("other", "admin") }))).IsValid);
        Assert.True((await host.ValidateAsync(_forge.Sign(_forge.Header(), $$"""{"iss":"{{_forge.Issuer}}","sub":"u","exp":{{_forge.Now + 60}},"aud":"\u0070ortal"}"""))).IsValid);
        Assert.Equal(TokenRejectionReason.AudienceInvalid, (await host.ValidateAsync(_forge.Mint("u", claims: new() { ["aud"] = new JsonArray("other") }))).Reason);
    }

    [Fact]
    public async Task Any_audience_will_do_only_when_that_is_said()
    {
        using var host = new AuthHost(o => o.AddKeys(_forge.Issuer, _forge.Jwks(), configure: i => i.AllowAnyAudience("The issuer serves this application alone.")), _time);
        Assert.True((await host.ValidateAsync(_forge.Mint("u"))).IsValid);
        Assert.True((await host.ValidateAsync(_forge.Mint("u", "other"))).IsValid);
    }

    [Fact]
    public async Task A_key_signs_for_its_own_issuer_only()
    {
        using var other = new TokenForge("https://other.example", _time);
        using var host = new AuthHost(o => o.AddKeys(_forge.Issuer, _forge.Jwks(), "portal", i => i.Tenants.Add("one")).AddKeys(other.Issuer, other.Jwks(), "portal", i => i.Tenants.Add("two")), _time);
        Assert.True((await host.ValidateAsync(_forge.Mint("u", "portal"))).IsValid);
        Assert.True((await host.ValidateAsync(other.Mint("u", "portal"))).IsValid);

        other.RotateKey();
        var crossed = other.Sign(other.Header(), other.Payload("u", "portal", claims: new() { ["iss"] = _forge.Issuer }));
        Assert.Equal(TokenRejectionReason.KeyUnknown, (await host.ValidateAsync(crossed)).Reason);
        var borrowedId = other.Sign(_forge.Header(), other.Payload("u", "portal", claims: new() { ["iss"] = _forge.Issuer }));
        Assert.Equal(TokenRejectionReason.SignatureInvalid, (await host.ValidateAsync(borrowedId)).Reason);
    }

    [Fact]
    public async Task Validation_with_known_keys_completes_at_once_and_allocates_little()
    {
        using var host = AuthHost.For(_forge, _time);
        var tokens = Enumerable.Range(0, 200).Select(i => _forge.Mint($"user-{i}", "portal", claims: new() { ["sid"] = "session", ["jti"] = $"{i}" }).AsMemory()).ToArray();
        Assert.True((await host.Validator.ValidateAsync(tokens[0])).IsValid);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var valid = 0;
        foreach (var token in tokens)
            valid += IsValidAtOnce(host, token) ? 1 : 0;

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / tokens.Length;
        TestContext.Current.TestOutputHelper?.WriteLine($"{each} B for each new token");
        Assert.Equal(tokens.Length, valid);
        Assert.InRange(each, 1, 2_048);
    }

    [Fact]
    public async Task Outcomes_are_counted_and_refusals_logged_with_their_reason()
    {
        using var host = AuthHost.For(_forge, _time);
        using var counted = new MetricCollector<long>(host.Meters, CksAuthDiagnostics.MeterName, CksAuthDiagnostics.Validations);
        await host.ValidateAsync(_forge.Mint("user-1", "portal"));
        await host.ValidateAsync(_forge.Mint("user-1", "portal", TimeSpan.FromHours(-1)));

        var (good, bad) = (counted.GetMeasurementSnapshot()[0], counted.GetMeasurementSnapshot()[1]);
        Assert.Equal(new Dictionary<string, object?> { ["outcome"] = "valid", ["source"] = "signature" }, good.Tags);
        Assert.Equal(new Dictionary<string, object?> { ["outcome"] = "rejected", ["reason"] = "expired" }, bad.Tags);
        Assert.Contains(host.Log.GetSnapshot(), r => r.Level == LogLevel.Information && r.Message == "A bearer token was refused: expired");
    }

    private static bool IsValidAtOnce(AuthHost host, ReadOnlyMemory<char> token)
    {
        var validation = host.Validator.ValidateAsync(token);
        return validation.IsCompletedSuccessfully && validation.Result.IsValid;
    }
}
