using System.Text;
using System.Text.Json;
using Cks.Core;
using Cks.Rbac;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Cks.AspNetCore.Tests;

public sealed class CksConfigurationReaderTests
{
    [Fact]
    public async Task Json_alone_is_enough()
    {
        await using var host = await AppHost.StartAsync(
            app => app.MapGet("/notes", (Subject me) => $"{me.Id} {me.Tenant} {string.Join(',', me.Roles)}").RequireCaps("notes:view"),
            (builder, authority) => builder.Configuration.AddJsonStream(Json(new { Cks = new { Auth = new { Authority = authority, Audience = "portal" }, Rbac = new { Policy = "app.rbac.json" } } })));

        Assert.Equal((200, "ann main reader"), await host.TextAsync("/notes", "ann"));
        Assert.Equal(401, (await host.TextAsync("/notes", null)).Status);
    }

    [Fact]
    public async Task Environment_variables_alone_are_enough_in_any_case()
    {
        const string Prefix = "CKSTEST_ALONE_";
        await using var host = await AppHost.StartAsync(app => app.MapGet("/notes", () => "in").RequireCaps("notes:view"), (builder, authority) =>
        {
            Environment.SetEnvironmentVariable(Prefix + "CKS__AUTH__AUTHORITY", authority);
            Environment.SetEnvironmentVariable(Prefix + "Cks__Auth__Audience", "portal");
            Environment.SetEnvironmentVariable(Prefix + "cks__rbac__policy", "app.rbac.json");
            builder.Configuration.AddEnvironmentVariables(Prefix);
        });

        Assert.Equal((200, "in"), await host.TextAsync("/notes", "ann"));
    }

    [Fact]
    public async Task What_code_sets_wins_over_the_configuration()
    {
        await using var host = await AppHost.StartAsync(
            app => app.MapGet("/notes", () => "in").RequireCaps("notes:view"),
            (builder, authority) => builder.Configuration.AddInMemoryCollection(
                [new("Cks:Auth:Authority", authority), new("Cks:Auth:Audience", "another"), new("Cks:Rbac:Policy", "missing.json")]),
            o => (o.Audience, o.Policy) = (o.Audience == "another" ? "portal" : "not read", "app.rbac.json"));

        Assert.Equal((200, "in"), await host.TextAsync("/notes", "ann"));
    }

    [Fact]
    public async Task A_setting_left_blank_is_not_set()
    {
        await using var host = await AppHost.StartAsync(
            app => app.MapGet("/notes", () => "in").RequireCaps("notes:view"),
            (builder, authority) =>
            {
                AppHost.Usual(builder, authority);
                builder.Configuration.AddInMemoryCollection([new("Cks:Scope:Model", ""), new("Cks:Hub:Roles", " ")]);
            });

        Assert.Equal((200, "in"), await host.TextAsync("/notes", "ann"));
    }

    [Fact]
    public async Task Files_of_a_pattern_are_one_policy_that_is_read_again()
    {
        using var folder = new Cks.Tests.TemporaryFolder();
        folder.Write("a.rbac.json", """{ "version": 1, "resources": { "notes": { "actions": ["view"] } } }""");
        folder.Write("b.rbac.json", """{ "version": 1, "roles": { "reader": {} } }""");
        await using var host = await AppHost.StartAsync(
            app => app.MapGet("/notes", () => "in").RequireCaps("notes:view"),
            (builder, authority) =>
            {
                AppHost.Usual(builder, authority);
                builder.Configuration.AddInMemoryCollection([new("Cks:Rbac:Policy", Path.Combine(folder.Root, "*.rbac.json")), new("Cks:ReloadOnChange", "True")]);
            });
        Assert.Equal(403, (await host.TextAsync("/notes", "ann")).Status);

        folder.Write("b.rbac.json", """{ "version": 1, "roles": { "reader": { "permit": [{ "actions": ["notes:view"] }] } } }""");

        for (var i = 0; i < 600 && (await host.TextAsync("/notes", "ann")).Status == 403; i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal((200, "in"), await host.TextAsync("/notes", "ann"));
    }

    [Fact]
    public void A_switch_is_true_or_false() =>
        Assert.Equal(["CKS109 Cks:ReloadOnChange \"often\" is neither true nor false. Write one of the two."], Findings([new("Cks:ReloadOnChange", "often")]));

    [Fact]
    public void A_blank_section_is_what_a_test_host_makes_of_the_settings_below_it()
    {
        var finding = Assert.Single(Findings([new("Cks", ""), new("Cks:Auth", ""), new("Cks:Auth:Authority", "https://login.example"), new("Cks:Rbac", ""), new("Cks:Auht", "")]));

        Assert.StartsWith("CKS114 Cks:Auht ", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Plugins_of_hubs_and_their_settings_are_read_by_the_hubs()
    {
        Assert.DoesNotContain(Findings([new("Cks:Hub:Plugins:0", "backlog"), new("cks:hub:pluginsettings:backlog:Most", "5")]), f => f.StartsWith("CKS114", StringComparison.Ordinal));
        Assert.StartsWith("CKS114 Cks:Hub:Plugin:0 ", Assert.Single(Findings([new("Cks:Hub:Plugin:0", "backlog")])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cks:Rbac:Polcy", "CKS114 Cks:Rbac:Polcy Cks:Rbac:Polcy is not a setting (as an environment variable: Cks__Rbac__Polcy). Did you mean \"Cks:Rbac:Policy\"?")]
    [InlineData("Cks:Auth:Autority", "CKS114 Cks:Auth:Autority Cks:Auth:Autority is not a setting (as an environment variable: Cks__Auth__Autority). Did you mean \"Cks:Auth:Authority\"?")]
    [InlineData("Cks:Auth:Audience:0", "CKS114 Cks:Auth:Audience:0 Cks:Auth:Audience:0 is not a setting (as an environment variable: Cks__Auth__Audience__0). Did you mean \"Cks:Auth:Audience\"?")]
    [InlineData("Cks", "CKS114 Cks Cks is not a setting (as an environment variable: Cks). Known: Cks:Auth:Audience, Cks:Auth:Authority, Cks:Hub:Roles, Cks:Rbac:Policy, Cks:ReloadOnChange, Cks:Scope:Model.")]
    public void An_unknown_key_stops_the_host_with_its_environment_spelling_and_what_was_meant(string key, string finding) =>
        Assert.Equal([finding], Findings([new("Cks:Auth:Authority", "https://login.example"), new("Cks:Rbac:Policy", "app.rbac.json"), new(key, "hunter2")]));

    [Fact]
    public void All_unknown_keys_are_reported_at_once_without_their_values()
    {
        var findings = Findings([new("Cks:Auth:ClientSecret", "hunter2"), new("Cks:Rbac:Mode", "hunter2"), new("Other:Rbac:Mode", "x")]);

        Assert.Equal(2, findings.Count);
        Assert.All(findings, f => Assert.DoesNotContain("hunter2", f, StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_settings_are_named_together_in_both_spellings() =>
        Assert.Equal(
            [
                "CKS109 Cks:Rbac:Policy Cks:Rbac:Policy is missing. Set it to the path of the policy document, in appsettings.json, as Cks__Rbac__Policy, or in AddCks(o => ...).",
                "CKS109 Cks:Auth:Authority Cks:Auth:Authority is missing. Set it to the issuer whose tokens are accepted, in appsettings.json, as Cks__Auth__Authority, or in AddCks(o => ...).",
            ],
            Findings([new("Cks:Auth:Audience", "portal"), new("Cks:Rbac:Policy", " ")]));

    [Fact]
    public async Task Issuers_in_code_need_no_authority()
    {
        var thrown = await Assert.ThrowsAsync<CksConfigurationException>(() => AppHost.StartAsync(
            settings: (builder, _) => builder.Configuration["Cks:Rbac:Policy"] = "app.rbac.json", configure: o => o.Tokens = _ => { }));

        Assert.Equal((CksCodes.InvalidSetting, "No token issuer is configured."), (thrown.Diagnostics[0].Code, thrown.Diagnostics[0].Message));
    }

    [Fact]
    public async Task A_missing_audience_stops_the_host()
    {
        var thrown = await Assert.ThrowsAsync<CksConfigurationException>(() => AppHost.StartAsync(
            settings: (builder, authority) => builder.Configuration.AddInMemoryCollection([new("Cks:Auth:Authority", authority), new("Cks:Rbac:Policy", "app.rbac.json")])));

        Assert.Contains(thrown.Diagnostics, d => d.Code == CksCodes.InvalidSetting && d.Message.StartsWith("No audience is configured", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_policy_that_is_not_there_or_broken_stops_the_host()
    {
        var missing = await Assert.ThrowsAsync<CksConfigurationException>(() => AppHost.StartAsync(configure: o => o.Policy = "nowhere.rbac.json"));
        var broken = await Assert.ThrowsAsync<CksConfigurationException>(() => AppHost.StartAsync(policy: """{ "version": 1, "roles": { "reader": { "permit": [{ "actions": ["notes:view"] }] } } }"""));

        Assert.Equal(CksCodes.DocumentMissing, Assert.Single(missing.Diagnostics).Code);
        Assert.Equal(CksCodes.UnknownCapability, Assert.Single(broken.Diagnostics).Code);
    }

    private static IReadOnlyList<string> Findings(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings);
        return [.. Assert.Throws<CksConfigurationException>(() => builder.AddCks()).Diagnostics.Select(d => d.ToString())];
    }

    private static MemoryStream Json(object settings) => new(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(settings)));
}
