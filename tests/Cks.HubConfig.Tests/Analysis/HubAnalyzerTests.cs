using System.Globalization;
using System.Text;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig.Tests;

public sealed class HubAnalyzerTests
{
    private static readonly string Current = File.ReadAllText(Path.Combine(Portal.Folder, "contractor.v2.json"));

    /// <summary>The faults that the architecture page's own document has; it loads all the same.</summary>
    [Fact]
    public void Seed_document_is_reported_with_its_faults()
    {
        var hub = HubDefinitionReader.Read("contractor.v1.json", Portal.Contractor);
        Assert.Empty(hub.Diagnostics);
        Assert.Equal(
            [
                "CKS408 contractor.v1.json:5:16 \"1.0.0\" is the author's version of the text, and of its form the document says none: it is read as version 1. Write \"schemaVersion\": 1 in front of \"metadata\".",
                "CKS412 contractor.v1.json:10:22 #10b981 has a contrast of 2.54:1 against white; text needs 4.5:1 and marks need 3:1 (WCAG 1.4.3, 1.4.11). Write #0b875e or a darker one.",
                "CKS411 contractor.v1.json:20:56 Nothing in the document says what \"createJob\" is or who may start it. Let the action say what it \"requires\" (version 2), and register it: AddAction.",
                "CKS410 contractor.v1.json:30:23 \"/api/contractor/stats\" is written out, although dataFetching.endpoints is where addresses stand. Carry the document to version 2: cks hub migrate --to 2 --write.",
                "CKS409 contractor.v1.json:31:9 \"refreshInterval\" is in milliseconds, \"ttl\" in line 61 in seconds. Carry the document to version 2: cks hub migrate --to 2 --write.",
                "CKS410 contractor.v1.json:37:23 \"/api/contractor/activity\" is written out, although dataFetching.endpoints is where addresses stand. Carry the document to version 2: cks hub migrate --to 2 --write.",
            ],
            HubAnalyzer.Analyze(hub.Value!).Select(d => d.ToString()));
    }

    [Fact]
    public void Version_2_leaves_the_colour_and_the_action()
    {
        Assert.Equal(["CKS412 hub.json:10", "CKS411 hub.json:38"], Lines(Analyze(Current)));
        var mended = Current.Replace("#10b981", "#0b875e", StringComparison.Ordinal).Replace("\"action\": \"createJob\"", "\"action\": \"createJob\", \"requires\": \"jobs:create\"", StringComparison.Ordinal);
        Assert.Empty(Analyze(mended, Portal.Targets, Portal.Policy));
        Assert.Equal(["CKS412 hub.json:10"], Lines(Analyze(Current, Portal.Targets, Portal.Policy)));
    }

    [Fact]
    public void Address_that_really_stands_twice_is_told_with_the_name_of_its_endpoint()
    {
        var old = Encoding.UTF8.GetString(Portal.Contractor).Replace("/api/contractor/stats", "/api/contractor/jobs", StringComparison.Ordinal);
        Assert.Contains(Analyze(old), d => d.Code == CksCodes.HubRepeatedEndpoint && d.Message == "The address of the endpoint \"jobs\" is repeated here.");
        var twice = Current.Replace("\"widget.recent-activity\": \"/api/contractor/activity\"", "\"widget.recent-activity\": \"/api/contractor/jobs\"", StringComparison.Ordinal);
        Assert.Contains("The address of the endpoint \"jobs\" is repeated here.", Analyze(twice).Select(d => d.Message));
    }

    /// <summary>Published pairs: the contrast checker of WebAIM, rounded as it rounds.</summary>
    [Theory]
    [InlineData("#000000", 21)]
    [InlineData("#ffffff", 1)]
    [InlineData("#2563eb", 5.17)]
    [InlineData("#10b981", 2.54)]
    [InlineData("#767676", 4.54)]
    [InlineData("#777777", 4.48)]
    [InlineData("#ff0000", 4.00)]
    [InlineData("#0000ff", 8.59)]
    public void Contrast_is_that_of_WCAG(string text, double contrast)
    {
        Assert.True(HubColor.TryParse(text, out var color));
        Assert.Equal(contrast, Math.Round(color.ContrastWith(new(255, 255, 255)), 2));
        Assert.Equal(color.ContrastWith(new(255, 255, 255)), new HubColor(255, 255, 255).ContrastWith(color));
    }

    [Fact]
    public void Colour_that_is_proposed_can_be_read_and_the_next_lighter_one_cannot()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var color = new HubColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
            var findings = Analyze(Current.Replace("#10b981", color.ToString(), StringComparison.Ordinal)).Where(d => d.Code == CksCodes.HubLowContrast).ToArray();
            Assert.Equal(color.ContrastWith(new(255, 255, 255)) < 4.5, findings.Length == 1);
            if (findings is not [var finding])
                continue;
            Assert.True(HubColor.TryParse(finding.Suggestion, out var better));
            Assert.InRange(better.ContrastWith(new(255, 255, 255)), 4.5, 4.7);
            Assert.DoesNotContain("4.50:1 against", finding.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"sk_live_\" + \"4eC39HqLyjWDarjtT1zdp7dc\"", "\"provider\"", "a key or token by how it begins")]
    [InlineData("\"AKIA\" + \"IOSFODNN7EXAMPLE\"", "\"provider\"", "a key or token by how it begins")]
    [InlineData("\"-----BEGIN \" + \"PRIVATE KEY-----\"", "\"provider\"", "a key or token by how it begins")]
    [InlineData("Server=db;User Id=app;Password=hunter2", "\"provider\"", "a connection string")]
    [InlineData("postgres://app:hunter2@db/app", "\"provider\"", "a connection string")]
    [InlineData("Bearer \"eyJ\" + \"hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0\"", "\"provider\"", "a key or token by how it begins")]
    [InlineData("key \"SG.\" + \"ngeVfQFYQlKU0ufo8x5d1A\"", "\"provider\"", "a key or token by how it begins")]
    [InlineData("use Zq8vN3xT5mK1pW9rB7yD2cF4.", "\"provider\"", "a secret by how random it is")]
    [InlineData("hunter2", "\"dbPassword\"", "a secret by the name of its property")]
    [InlineData("hunter2", "\"smtp_password\"", "a secret by the name of its property")]
    [InlineData("hunter2", "\"webhookSecret\"", "a secret by the name of its property")]
    [InlineData("hunter2", "\"apiKey\"", "a secret by the name of its property")]
    [InlineData("hunter2", "\"client_secret\"", "a secret by the name of its property")]
    [InlineData("Zq8vN3xT5mK1pW9rB7yD2cF4", "\"provider\"", "a secret by how random it is")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015", "\"provider\"", "a secret by how random it is")]
    public void Secret_is_found_and_never_told(string value, string name, string what)
    {
        // Put together here, so that no scanner of repositories takes a test for a leak.
        var secret = string.Concat(value.Split('"').Where(p => p is not ("" or " + ")));
        var finding = Assert.Single(Analyze(Current.Replace("\"provider\": \"internal\"", $"{name}: \"{secret}\"", StringComparison.Ordinal)), d => d.Code == CksCodes.HubSecret);
        Assert.Equal(($"This looks like {what}.", DiagnosticSeverity.Error, 81), (finding.Message, finding.Severity, finding.Location.Line));
        Assert.DoesNotContain(secret, finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("internal")]
    [InlineData("https://status.example/feed")]
    [InlineData("a-provider-with-a-long-name-2026")]
    [InlineData("AccountsReceivableDashboard2")]
    [InlineData("ASIA PACIFIC")]
    [InlineData("ASIAPACIFIC")]
    [InlineData("SG. Singapore")]
    [InlineData("SG.Singapore")]
    [InlineData("Ask your manager for a password, if you have none.")]
    public void What_people_write_is_no_secret(string value) =>
        Assert.DoesNotContain(Analyze(Current.Replace("\"provider\": \"internal\"", $"\"provider\": \"{value}\"", StringComparison.Ordinal)), d => d.Code == CksCodes.HubSecret);

    [Theory]
    [InlineData("\"password\": 12345678")]
    [InlineData("\"more\": { \"$schema\": \"Zq8vN3xT5mK1pW9rB7yD2cF4\" }")]
    [InlineData("\"apiKey\": { \"$secretRef\": \"hunter2\" }")]
    [InlineData("\"apiKey\": { \"$secretRef\": { \"password\": \"hunter2\" } }")]
    public void Secret_is_found_where_it_is_no_text_or_stands_under_a_name_with_a_dollar(string member) =>
        Assert.Single(Analyze(Current.Replace("\"provider\": \"internal\"", member, StringComparison.Ordinal)), d => d.Code == CksCodes.HubSecret);

    [Fact]
    public void Reference_to_a_secret_is_no_secret() =>
        Assert.DoesNotContain(Analyze(Current.Replace("\"provider\": \"internal\"", "\"apiKey\": { \"$secretRef\": \"kv:Zq8vN3xT5mK1pW9rB7yD2cF4\" }", StringComparison.Ordinal)), d => d.Code == CksCodes.HubSecret);

    [Fact]
    public void What_the_role_can_never_use_is_reported_where_it_is_shown()
    {
        var policy = Portal.Policies(Portal.Capabilities.Except(["stats:view", "crews:view", "crews:manage"])).Current.Value;
        var mended = Current.Replace("#10b981", "#0b875e", StringComparison.Ordinal).Replace("\"action\": \"createJob\"", "\"action\": \"createJob\", \"requires\": \"crews:manage\"", StringComparison.Ordinal);
        Assert.Equal(
            [
                "CKS414 hub.json:31:17 The page \"crews\" needs \"crews:view\", which the role \"contractor\" never has. Take it out, or let the policy permit it.",
                "CKS414 hub.json:38:44 The action \"new-job\" needs \"crews:manage\", which the role \"contractor\" never has. Take it out, or let the policy permit it.",
                "CKS414 hub.json:55:21 The widget \"stats-overview\" needs \"stats:view\", which the role \"contractor\" never has. Take it out, or let the policy permit it.",
                "CKS414 hub.json:74:5 The role \"contractor\" never has \"crews:manage\". Take the permission out, or let the policy permit it.",
            ],
            Analyze(mended, Portal.Targets, policy).Select(d => d.ToString()));
    }

    [Fact]
    public void S22_Icon_is_one_that_the_application_provides()
    {
        var hub = HubDefinitionReader.Read("hub.json", Encoding.UTF8.GetBytes(Current.Replace("\"icon\": \"users\"", "\"icon\": \"user\"", StringComparison.Ordinal))).GetOrThrow();
        var targets = Portal.Targets.AddIcons("hardhat", "home", "briefcase", "users", "plus");
        Assert.Equal("CKS403 hub.json:30:17 The application provides no icon \"user\". Did you mean \"users\"?", Assert.Single(new HubValidator(targets, Portal.Policy).Validate(hub)).ToString());
        Assert.Empty(new HubValidator(Portal.Targets, Portal.Policy).Validate(hub));
        Assert.Throws<CksConfigurationException>(() => targets.AddIcons("a b"));
    }

    private static IReadOnlyList<Diagnostic> Analyze(string text, HubTargets? targets = null, Policy? policy = null) =>
        HubAnalyzer.Analyze(HubDefinitionReader.Read("hub.json", Encoding.UTF8.GetBytes(text)).GetOrThrow(), targets, policy);

    private static IEnumerable<string> Lines(IEnumerable<Diagnostic> findings) => findings.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Code} {d.Location.File}:{d.Location.Line}"));
}
