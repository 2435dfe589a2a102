using Cks.Core;
using Cks.Testing;

namespace Cks.Auth.Tests;

public sealed class CksTokenOptionsTests
{
    private static readonly string Jwks = MakeJwks();

    public static TheoryData<string, Action<CksTokenOptions>> Mistakes { get; } = new()
    {
        { "No token issuer", o => { } },
        { "not an https address", o => o.AddOidc("login.example", "portal") },
        { "not an https address", o => o.AddOidc("http://login.example", "portal") },
        { "not an https address", o => o.AddOidc("https://user:secret@login.example", "portal") },
        { "not an https address", o => o.AddOidc("https://login.example?tenant=a", "portal") },
        { "not an https address", o => o.AddOidc("", "portal") },
        { "not an https address", o => o.AddOidc(null!, "portal") },
        { "publishable key", o => o.AddClerk(null!, i => i.AuthorizedParties.Add("https://portal.example")) },
        { "more than once", o => o.AddOidc("https://login.example", "portal").AddOidc("https://login.example", "other") },
        { "No audience", o => o.AddOidc("https://login.example") },
        { "no reason", o => o.AddOidc("https://login.example", configure: i => i.AllowAnyAudience(" ")) },
        { "beside audiences", o => o.AddOidc("https://login.example", "portal", i => i.AllowAnyAudience("because")) },
        { "is blank", o => o.AddOidc("https://login.example", " ") },
        { "algorithm", o => o.AddOidc("https://login.example", "portal", i => i.Algorithms.Add("HS256")) },
        { "algorithm", o => o.AddOidc("https://login.example", "portal", i => i.Algorithms.Add("none")) },
        { "algorithm", o => o.AddOidc("https://login.example", "portal", i => i.Algorithms.Clear()) },
        { "key set", o => o.AddKeys("local", """{"keys":[]}""", "portal") },
        { "ClockSkew", o => o.AddOidc("https://login.example", "portal", i => i.ClockSkew = TimeSpan.FromHours(1)) },
        { "MaxLifetime", o => o.AddOidc("https://login.example", "portal", i => i.MaxLifetime = TimeSpan.MaxValue) },
        { "MaxAge", o => o.AddOidc("https://login.example", "portal", i => i.MaxAge = TimeSpan.Zero) },
        { "No type", o => o.AddOidc("https://login.example", "portal", i => i.Types.Clear()) },
        { "not bound to tenants", o => o.AddOidc("https://login.example", "portal", i => i.Tenants.Add("one")).AddOidc("https://other.example", "portal") },
        { "AllowAnyTenant", o => o.AddOidc("https://login.example", "portal", i => i.AllowAnyTenant("").AllowAnyTenant(" ")) },
        { "AllowAnyTenant", o => o.AddOidc("https://login.example", "portal", i => i.AllowAnyTenant("because").Tenants.Add("one")) },
        { "AllowIdTokenClaims", o => o.AddOidc("https://login.example", "portal", i => i.AllowIdTokenClaims("")) },
        { "without an audience", o => o.AddRfc9068("https://login.example", configure: i => i.AllowAnyAudience("because")) },
        { "No authorized party", o => o.AddClerk("https://clerk.portal.example") },
        { "ends with a slash", o => o.AddClerk("https://clerk.portal.example", i => i.AuthorizedParties.Add("https://portal.example/")) },
        { "AllowAnyParty", o => o.AddClerk("https://clerk.portal.example", i => i.AllowAnyParty("because").AuthorizedParties.Add("https://portal.example")) },
        { "publishable key", o => o.AddClerk("pk_live_notbase64!", i => i.AuthorizedParties.Add("https://portal.example")) },
        { "publishable key", o => o.AddClerk("sk_live_Y2xlcmsucG9ydGFsLmV4YW1wbGUk", i => i.AuthorizedParties.Add("https://portal.example")) },
        { "TokenCacheSize", o => o.AddOidc("https://login.example", "portal").TokenCacheSize = -1 },
        { "TokenCacheLifetime", o => o.AddOidc("https://login.example", "portal").TokenCacheLifetime = TimeSpan.FromHours(1) },
        { "KeyHardLimit", o => o.AddOidc("https://login.example", "portal").KeyHardLimit = TimeSpan.FromHours(1) },
        { "MaxTokenLength", o => o.AddOidc("https://login.example", "portal").MaxTokenLength = int.MaxValue },
        { "KeyLifetime", o => o.AddOidc("https://login.example", "portal").KeyLifetime = TimeSpan.Zero },
        { "KeyCooldown", o => o.AddOidc("https://login.example", "portal").KeyCooldown = TimeSpan.Zero },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_stops_the_host_with_code_and_fix(string message, Action<CksTokenOptions> configure)
    {
        var finding = Assert.Single(Assert.Throws<CksConfigurationException>(() => new AuthHost(configure)).Diagnostics);
        Assert.Equal(CksCodes.InvalidSetting, finding.Code);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.NotEqual("", finding.Fix);
    }

    [Theory]
    [InlineData("sk_live_Y2xlcmsucG9ydGFsLmV4YW1wbGUk")]
    [InlineData("https://user:Y2xlcmsucG9ydGFsLmV4YW1wbGUk@login.example")]
    public void A_secret_in_the_place_of_an_issuer_does_not_get_into_the_log(string issuer)
    {
        var refused = Assert.Throws<CksConfigurationException>(() => new AuthHost(o => o.AddClerk(issuer).AddClerk(issuer)));
        Assert.DoesNotContain("Y2xlcmsu", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Good_settings_are_accepted()
    {
        using var host = new AuthHost(o => o.AddOidc("https://login.example/", "portal", i => i.Tenants.Add("one"))
            .AddRfc9068("http://127.0.0.1:5000", "portal", i => i.Tenants.Add("two")).AddKeys("local", Jwks, "portal", i => i.AllowAnyTenant("Our own.")));
        Assert.NotNull(host.Validator);
    }

    [Theory]
    [InlineData("pk_live_Y2xlcmsucG9ydGFsLmV4YW1wbGUk", "https://clerk.portal.example")]
    [InlineData("pk_test_Y2xlcmsucG9ydGFsLmV4YW1wbGUk", "https://clerk.portal.example")]
    [InlineData("pk_test_bGl2ZWx5LW90dGVyLTEyLmNsZXJrLmFjY291bnRzLmRldiQ=", "https://lively-otter-12.clerk.accounts.dev")]
    [InlineData("pk_test_bGl2ZWx5LW90dGVyLTEyLmNsZXJrLmFjY291bnRzLmRldiQ", "https://lively-otter-12.clerk.accounts.dev")]
    [InlineData("https://clerk.portal.example", "https://clerk.portal.example")]
    [InlineData("pk_live_ZXZpbC5leGFtcGxlL3g/JA==", "pk_live_ZXZpbC5leGFtcGxlL3g/JA==")]
    [InlineData("pk_live_", "pk_live_")]
    public void The_issuer_of_Clerk_follows_from_the_publishable_key(string key, string issuer) => Assert.Equal(issuer, IssuerOptions.Clerk(key).Issuer);

    private static string MakeJwks()
    {
        using var forge = new TokenForge("local");
        return forge.Jwks();
    }
}
