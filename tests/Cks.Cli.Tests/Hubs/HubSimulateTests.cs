using System.Text.Json;

namespace Cks.Cli.Tests;

/// <summary><c>cks hub simulate</c>.</summary>
public sealed class HubSimulateTests : IDisposable
{
    private static readonly string[] Known = ["hub", "simulate", "--policy", "app.rbac.json", "--targets", "targets.json", "--widgets", "widgets.json"];

    private readonly TemporaryFolder _folder = new();

    public HubSimulateTests() => SimulatedPortal.Write(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_example_in_the_help_works_as_it_stands()
    {
        var help = await Tool.RunAsync(_folder.Root, "hub", "simulate", "--help");
        var examples = help.Lines.SkipWhile(l => l != "Examples:").Skip(1).Select(l => l.Trim()).ToArray();
        Assert.Equal(3, examples.Length);
        foreach (var example in examples)
            Assert.Equal(0, (await Tool.RunAsync(_folder.Root, example.Split(' ')[1..])).Exit);
    }

    [Fact]
    public async Task The_view_is_shown_and_every_missing_part_has_its_reasons()
    {
        var run = await Tool.RunAsync(_folder.Root, [.. Known, "--as", "CON-010", "--tenant", "acme", "--tenants", "hubs/tenants/{tenant}.json", "--at", "2026-12-01T00:00Z"]);
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Equal(
            """
            Contractors: the hub of contractor for CON-010, tenant acme, at 2026-12-01T00:00:00Z
            layers: role contractor (hubs/contractor.json), tenant acme (hubs/tenants/acme.json)

            Shown
              sidebar item home  Home, /

            Missing
              sidebar item orders
                "/orders" asks for orders:view, which is withheld: false in tenant acme at hubs/tenants/acme.json:3:35.
              sidebar item trial
                "beta" is off: outside share.
              quick action accept
                "accept" asks for orders:accept. orders:accept depends on the resource: ask with it.
              widget tabs
                Nothing that stands in it is shown.
              widget stats
                "/api/crew/stats" asks for orders:view, which is withheld: false in tenant acme at hubs/tenants/acme.json:3:35.
                "orders:view" is withheld: false in tenant acme at hubs/tenants/acme.json:3:35.
              widget map
                "orders:view" is withheld: false in tenant acme at hubs/tenants/acme.json:3:35.
                The fallback stands in its place: unknown type.
              permission canAccept
                "canAccept" asks for orders:accept. orders:accept depends on the resource: ask with it.
              permission orders:view
                "orders:view" is withheld: false in tenant acme at hubs/tenants/acme.json:3:35.
              feature beta
                "beta" is off: outside share.
              experiment title
                Takes no part: not enrolled.
              endpoint stats
                "/api/crew/stats" asks for orders:view, which is withheld: false in tenant acme at hubs/tenants/acme.json:3:35.
            """.ReplaceLineEndings("\n"),
            run.Output[..run.Output.IndexOf("\n\nNot known here\n", StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task S28_What_files_cannot_tell_is_said()
    {
        string[] Told(ToolRun run) => [.. run.Lines.SkipWhile(l => l != "Not known here").Skip(1).Select(l => l.Trim().Split([':', ' ', ','])[0])];
        Assert.Equal(["Grants", "Ceilings"], Told(await Tool.RunAsync(_folder.Root, [.. Known, "--as", "ann"])));
        Assert.Equal(["Grants", "Ceilings", "What", "Widget"], Told(await Tool.RunAsync(_folder.Root, "hub", "simulate", "--policy", "app.rbac.json", "--as", "ann")));
        Assert.Equal(["Grants", "Ceilings", "Layers"], Told(await Tool.RunAsync(_folder.Root, [.. Known, "--as", "ann", "--tenants", "none"])));
    }

    [Fact]
    public async Task Json_has_the_view_as_it_is_answered_and_the_reasons_as_data()
    {
        var run = await Tool.RunAsync(_folder.Root, [.. Known, "--role", "contractor", "--flag", "beta=on", "--format", "json"]);
        using var json = JsonDocument.Parse(run.Output);
        var root = json.RootElement;
        Assert.Equal(("cks.hub-simulation", "main", true), (root.GetProperty("schema").GetString(), root.GetProperty("tenant").GetString(), root.GetProperty("supposed").GetProperty("beta").GetBoolean()));
        Assert.Equal(["home", "orders", "trial"], root.GetProperty("view").GetProperty("navigation").EnumerateArray().Select(i => i.GetProperty("id").GetString()));
        Assert.Equal(
            ["quick_action accept refused needs_resource", "widget map fallback unknown_type", "permission canAccept refused needs_resource", "experiment title not_assigned no_unit"],
            root.GetProperty("missing").EnumerateArray().Select(m => $"{m.GetProperty("kind")} {m.GetProperty("id")} {string.Join(' ', m.GetProperty("reasons").EnumerateArray().Select(r => $"{r.GetProperty("reason")} {(r.TryGetProperty("decision", out var why) || r.TryGetProperty("fault", out why) || r.TryGetProperty("assignment", out why) ? why : default)}"))}"));
    }

    [Fact]
    public async Task A_flag_that_is_supposed_off_says_so()
    {
        var run = await Tool.RunAsync(_folder.Root, [.. Known, "--as", "ann", "--flag", "beta=on", "--flag", "beta=off"]);
        Assert.Contains("supposed: beta off\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("    \"beta\" is off: disabled, as supposed.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_document_of_tests_says_of_somebody_counts()
    {
        _folder.Write("glass.rbac.json", """
            {
              "version": 1,
              "resources": { "orders": { "actions": ["view", "accept"] } },
              "aliases": { "canAccept": "orders:accept" },
              "roles": { "contractor": { "permit": [{ "id": "glass", "actions": ["orders:view"], "breakGlass": true }] } }
            }
            """);
        _folder.Write("glass.rbac.tests.json", """
            {
              "version": 1,
              "policy": "glass.rbac.json",
              "subjects": { "ann": { "roles": ["contractor"], "breakGlass": true }, "bob": { "roles": ["contractor"] } },
              "tests": [{ "as": "ann", "permit": ["orders:view"] }]
            }
            """);
        foreach (var (who, isShown) in new[] { ("ann", true), ("bob", false) })
        {
            var run = await Tool.RunAsync(_folder.Root, "hub", "simulate", "--policy", "glass.rbac.json", "--targets", "targets.json", "--as", who);
            Assert.Equal((0, isShown), (run.Exit, run.Output.Contains("  sidebar item orders  Orders, /orders\n", StringComparison.Ordinal)));
        }
    }

    /// <summary>A host writes of its plugins what the tool has to know.</summary>
    [Theory]
    [InlineData("\"flags\": { \"maps.fast\": {} }, \"navigation\": [{ \"id\": \"maps.board\", \"label\": \"Map\", \"path\": \"/plugins/maps/board\" }]", "sidebar item trial  Trial, /\n  sidebar item maps.board  Map, /plugins/maps/board\n")]
    [InlineData("\"flags\": { \"maps.fast\": { \"enabled\": false } }", "\"maps.fast\" is off: disabled.")]
    [InlineData("\"fault\": \"plugin_failed\"", "\"maps.fast\" is off: killed.", "The fallback stands in its place: plugin failed.")]
    public async Task Flags_and_links_of_plugins_are_what_the_targets_say(string plugin, params string[] told)
    {
        _folder.Write("hubs/contractor.json", File.ReadAllText(Path.Combine(_folder.Root, "hubs/contractor.json")).Replace("\"feature\": \"beta\"", "\"feature\": \"maps.fast\"", StringComparison.Ordinal));
        _folder.Write("targets.json", File.ReadAllText(Path.Combine(_folder.Root, "targets.json")).Replace("\"pages\": {", $"\"plugins\": {{ \"maps\": {{ \"capability\": \"(none)\", {plugin} }} }},\n\"pages\": {{ \"/plugins/maps/board\": \"(none)\",", StringComparison.Ordinal));
        var run = await Tool.RunAsync(_folder.Root, [.. Known, "--as", "ann"]);
        Assert.Equal(0, run.Exit);
        Assert.All(told, t => Assert.Contains(t, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_layer_of_a_tenant_that_cannot_be_used_shows_nothing_and_is_told()
    {
        _folder.Write("hubs/tenants/acme.json", """{ "schemaVersion": 2, "permissions": { "orders:view": "no" } }""");
        var run = await Tool.RunAsync(_folder.Root, [.. Known, "--as", "ann", "--tenant", "acme", "--tenants", "hubs/tenants/{tenant}.json"]);
        Assert.Equal(0, run.Exit);
        Assert.Contains("hubs/tenants/acme.json:1:", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"/orders\" asks for orders:view, which is withheld: denied because a layer of the tenant cannot be used.", run.Output, StringComparison.Ordinal);
    }

    /// <summary>The command of the page on hubs, without a word about files.</summary>
    [Theory]
    [InlineData("hubs/contractor.json", "hubs/tenants/acme.json", "app.rbac")]
    [InlineData("hubs/contractor.v2.json", "hubs/tenants/acme.json", "policies/app.rbac")]
    [InlineData("hubs/contractor.v2.json", "hubs/tenants/acme.v2.json", "app.rbac")]
    public async Task Files_are_found_where_they_stand(string hub, string layer, string policy)
    {
        using var folder = new TemporaryFolder();
        foreach (var (from, to) in new[] { ("hubs/contractor.json", hub), ("hubs/tenants/acme.json", layer), ("app.rbac.json", $"{policy}.json"), ("app.rbac.tests.json", $"{policy}.tests.json") })
            folder.Write(to, await File.ReadAllTextAsync(Path.Combine(_folder.Root, from), TestContext.Current.CancellationToken));

        var run = await Tool.RunAsync(folder.Root, "hub", "simulate", "--as", "CON-010", "--tenant", "acme");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Contains($"layers: role contractor ({hub}), tenant acme ({layer})\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("  permission orders:view\n    \"orders:view\" is withheld: false in tenant acme", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hub_of_a_tenant_is_not_told_without_its_layer_unless_that_is_said()
    {
        string[] simulate = ["hub", "simulate", "--as", "ann", "--tenant", "acme"];
        Directory.Move(Path.Combine(_folder.Root, "hubs/tenants"), Path.Combine(_folder.Root, "moved"));

        var refused = await Tool.RunAsync(_folder.Root, simulate);
        Assert.Equal((2, ""), (refused.Exit, refused.Output));
        Assert.Contains("there is no folder \"hubs/tenants\". Say --tenants PATTERN, or --tenants none where", refused.Error, StringComparison.Ordinal);
        Assert.Contains("tenant acme (moved/acme.json)", (await Tool.RunAsync(_folder.Root, [.. simulate, "--tenants", "moved/{tenant}.json"])).Output, StringComparison.Ordinal);
        Assert.Contains("sidebar item orders  Orders, /orders\n", (await Tool.RunAsync(_folder.Root, [.. simulate, "--tenants", "none"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenant_that_has_no_layer_is_told()
    {
        var run = await Tool.RunAsync(_folder.Root, "hub", "simulate", "--as", "ann", "--tenant", "acmee");
        Assert.Equal((0, "Tenant \"acmee\" has no layer: no file of its name fits hubs/tenants/{tenant}.json.\n"), (run.Exit, run.Error));
    }

    [Theory]
    [InlineData("hubs/crew.v2.json", "--hubs hubs/{role}.v2.json")]
    [InlineData("hubs/tenants/globex.v1.json", "--tenants hubs/tenants/{tenant}.v1.json")]
    public async Task Files_that_are_named_in_two_ways_are_not_guessed_among(string another, string mended)
    {
        _folder.Write(another, "{}");
        var run = await Tool.RunAsync(_folder.Root, "hub", "simulate", "--as", "ann");
        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains("CKS109", run.Error, StringComparison.Ordinal);
        Assert.Contains(mended, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_without_a_policy_is_2()
    {
        using var folder = new TemporaryFolder();
        var run = await Tool.RunAsync(folder.Root, "hub", "simulate", "--as", "ann");
        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains("Name the policy, --policy FILE or --tests FILE: there is no policies/*.rbac.json", run.Error, StringComparison.Ordinal);
    }

    /// <summary>The portal says nowhere how its files are to be found. A flag shows a widget to every manager, and centers of acme take part in an experiment.</summary>
    [Theory]
    [InlineData("manager main", "Shown\n", "  widget backlog\n")]
    [InlineData("manager main --flag ordersByState=off", "Missing\n", "  widget backlog\n    \"ordersByState\" is off: disabled, as supposed.\n")]
    [InlineData("center acme --id user_acme_cen_001", "layers: role center (hubs/center.v2.json), tenant acme (hubs/tenants/acme.json)\n", "  widget overview\n  widget orders\n", "  experiment ordersFirst  control\n")]
    [InlineData("center acme --id user_acme_cen_002", "  widget orders\n  widget recent-activity\n  widget overview\n", "  experiment ordersFirst  orders-first\n")]
    [InlineData("center main --id user_main_cen_002", "Missing\n", "  experiment ordersFirst\n    Takes no part: not in audience.\n")]
    public async Task Hubs_of_the_sample_are_told_in_its_folder(string whose, params string[] told)
    {
        var words = whose.Split(' ');
        var run = await Tool.RunAsync(Path.Combine(Repository.Root, "samples", "Cks.Samples.Portal"), ["hub", "simulate", "--role", words[0], "--tenant", words[1], .. words[2..]]);
        Assert.Equal((0, words[1] == "main" ? "Tenant \"main\" has no layer: no file of its name fits hubs/tenants/{tenant}.json.\n" : ""), (run.Exit, run.Error));
        var from = 0;
        foreach (var part in told)
        {
            var at = run.Output.IndexOf(part, from, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{part} is not in, or not behind what stands before it:\n{run.Output}");
            from = at;
        }
    }

    [Theory]
    [InlineData("Say whose hub", "--policy", "app.rbac.json")]
    [InlineData("There is no subject \"amn\". Did you mean \"ann\"?", "--policy", "app.rbac.json", "--as", "amn")]
    [InlineData("There is no role \"contractr\". Did you mean \"contractor\"?", "--policy", "app.rbac.json", "--role", "contractr")]
    [InlineData("None of the roles staff has a hub.", "--policy", "app.rbac.json", "--role", "staff")]
    [InlineData("no feature or flag \"betta\". Did you mean \"beta\"?", "--policy", "app.rbac.json", "--as", "ann", "--flag", "betta=on")]
    [InlineData("write NAME=on or NAME=off", "--policy", "app.rbac.json", "--as", "ann", "--flag", "beta")]
    [InlineData("cannot be the name of a tenant", "--policy", "app.rbac.json", "--as", "ann", "--tenant", "A B")]
    [InlineData("CKS109", "--policy", "app.rbac.json", "--as", "ann", "--hubs", "hubs/contractor.json")]
    [InlineData("CKS106", "--policy", "app.rbac.json", "--as", "ann", "--targets", "widgets.json")]
    [InlineData("CKS403", "--policy", "app.rbac.json", "--as", "ann", "--targets", "few.json")]
    public async Task What_cannot_be_simulated_is_2_with_the_reason(string told, params string[] args)
    {
        _folder.Write("few.json", """{ "pages": { "/": "(none)" } }""");
        var run = await Tool.RunAsync(_folder.Root, ["hub", "simulate", .. args]);
        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }
}
