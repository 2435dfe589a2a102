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
        { "more than once", o => o.AddOidc("https://login.example", "portal").AddOidc("https://login.example", "other") },
        { "No audience", o => o.AddOidc("https://login.example") },
        { "no reason", o => o.AddOidc("https://login.example", configure: i => i.AllowAnyAudience(" ")) },
        { "beside audiences", o => o.AddOidc("https://login.example", "portal", i => i.AllowAnyAudience("because")) },
        { "audience is blank", o => o.AddOidc("https://login.example", " ") },
        { "algorithm", o => o.AddOidc("https://login.example", "portal", i => i.Algorithms.Add("HS256")) },
        { "algorithm", o => o.AddOidc("https://login.example", "portal", i => i.Algorithms.Add("none")) },
        { "algorithm", o => o.AddOidc("https://login.example", "portal", i => i.Algorithms.Clear()) },
        { "key set", o => o.AddKeys("local", """{"keys":[]}""", "portal") },
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

    [Fact]
    public void Good_settings_are_accepted()
    {
        using var host = new AuthHost(o => o.AddOidc("https://login.example/", "portal").AddOidc("http://127.0.0.1:5000", "portal").AddKeys("local", Jwks, "portal"));
        Assert.NotNull(host.Validator);
    }

    private static string MakeJwks()
    {
        using var forge = new TokenForge("local");
        return forge.Jwks();
    }
}
