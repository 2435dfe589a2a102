using System.Text;
using Cks.Core;
using Cks.HubConfig;
using Cks.Rbac;

namespace Cks.Cli.Tests;

/// <summary>The example of a page is read as the application reads it, and gives what the page says.</summary>
public sealed class ErrorPageTests
{
    // What the pages of hub codes take for granted: the roles, words and pages of the application whose documents they show.
    private const string Policy = """
        {
          "version": 1,
          "resources": { "jobs": { "actions": ["view", "create"] } },
          "aliases": { "canCreateJobs": "jobs:create" },
          "roles": { "contractor": {} }
        }
        """;

    // The same for pages of grants documents.
    private const string GrantsPolicy = """{ "version": 1, "duties": [{ "id": "order-cycle", "roles": ["orderer", "approver"] }], "roles": { "crew": {}, "orderer": {}, "approver": {} } }""";

    // What the layers of tenants on the pages lie over.
    private const string Contractor = """
        {
          "schemaVersion": 2,
          "$lock": ["/metadata/role"],
          "metadata": {
            "role": "contractor", "version": "1.0.0", "displayName": "Contractor Portal",
            "theme": { "primaryColor": "#2563eb", "accentColor": "#10b981" }
          },
          "dashboard": {
            "widgets": [
              { "id": "stats", "type": "stats-card", "endpoint": "jobs",
                "area": { "row": 1, "column": 1, "rows": 1, "columns": 3 } }
            ]
          },
          "permissions": { "canCreateJobs": false },
          "dataFetching": { "endpoints": { "jobs": "/api/contractor/jobs" } }
        }
        """;

    private static readonly HubTargets Targets = HubTargets.Empty.AddPage("/jobs", "jobs:view").AddDataSource("/api/contractor/jobs", HubTargets.NoCapability);

    private static readonly HubTargets WithWidgets = Targets
        .AddWidget(new("jobs-list", "1.0.0") { DataSources = ["/api/*/jobs"], Options = """{ "type": "object", "additionalProperties": false, "properties": { "sort": { "enum": ["newest", "oldest"] } } }""" })
        .AddWidget(new("tabs", "1.0.0") { IsContainer = true });

    // These need more than one document: a database, a policy beside a model, a context of Entity Framework, a policy that fills no page, an application. They are shown by the tests of their packages.
    private static readonly string[] NeedMore =
        ["CKS218", "CKS220", "CKS308", "CKS309", "CKS315", "CKS316", "CKS317", "CKS318", "CKS319", "CKS320", "CKS321", "CKS322", "CKS323", "CKS328", "CKS329", "CKS407", "CKS428", "CKS429"];

    /// <summary>All codes of policies, scope models and hubs, and those of any document that a short example shows.</summary>
    public static TheoryData<string> Codes =>
        ["CKS101", "CKS102", "CKS104", "CKS105", "CKS106", "CKS108", .. CksCodes.All.Select(c => c.Id).Where(id => id[3] is '2' or '3' or '4').Except(NeedMore)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task The_example_of_a_page_gives_the_finding_that_the_page_shows(string id)
    {
        var page = ErrorPage.Read(CksCodes.Find(id)!);
        var blocks = page.Split("```").Where((_, i) => i % 2 == 1).Select(b => b.Split('\n', 2)).ToDictionary(b => b[0], b => b[1].TrimEnd('\n'));
        var shown = blocks["text"].Split('\n');
        var file = shown[0].Split(' ')[1].Split(':')[0];

        var findings = file.EndsWith(".rbac.tests.json", StringComparison.Ordinal) ? await ReadTestsAsync(file, blocks["json"])
            : string.CompareOrdinal(id, "CKS210") >= 0 && string.CompareOrdinal(id, "CKS219") < 0 ? Lint(file, Encoding.UTF8.GetBytes(blocks["json"]))
            : Read(file, Encoding.UTF8.GetBytes(blocks["json"]), id);

        Assert.Equal(shown, findings.Select(f => f.ToString()));
        Assert.All(findings, f => Assert.Equal(id, f.Code.Id));
    }

    private static IReadOnlyList<Diagnostic> Lint(string file, byte[] utf8) => PolicyAnalyzer.Analyze(PolicyReader.Read(file, utf8).GetOrThrow(), new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));

    private static async Task<IEnumerable<Diagnostic>> ReadTestsAsync(string file, string json)
    {
        using var folder = new TemporaryFolder();
        folder.Write("portal.rbac.json", Policy);
        folder.Write(file, json);
        var loaded = await PolicyTestRunner.RunAsync([Path.Combine(folder.Root, file)], TestContext.Current.CancellationToken);
        return loaded.Diagnostics.Select(d => d with { Location = d.Location with { File = file } });
    }

    private static IReadOnlyList<Diagnostic> Read(string file, byte[] utf8, string id)
    {
        if (file.EndsWith(".rbac.json", StringComparison.Ordinal))
            return PolicyReader.Read(file, utf8).Diagnostics;
        if (file.EndsWith(".scope.json", StringComparison.Ordinal))
            return Scope.ScopeModelReader.Read(file, utf8).Diagnostics;
        if (file == "grants.json")
            return GrantDocument.Read(file, utf8).GetOrThrow().CheckAgainst(PolicyReader.Read("portal.rbac.json", Encoding.UTF8.GetBytes(GrantsPolicy)).GetOrThrow(), new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        if (file.EndsWith(".schema.json", StringComparison.Ordinal))
            return LayerRules.Read(file, utf8).Diagnostics;
        if (file.StartsWith("hubs/tenants/", StringComparison.Ordinal))
            return LayeredHub.Read([new(HubLayerKind.Role, "contractor", "hubs/contractor.v2.json", Encoding.UTF8.GetBytes(Contractor)), new(HubLayerKind.Tenant, "acme", file, utf8)]).Diagnostics;
        var hub = HubDefinitionReader.Read(file, utf8);
        if (!hub.IsLoaded)
            return hub.Diagnostics;
        var policy = PolicyReader.Read("portal.rbac.json", Encoding.UTF8.GetBytes(Policy)).GetOrThrow();
        // The tool does not know what an application provides.
        var targets = id switch { "CKS411" => null, "CKS440" or "CKS441" or "CKS443" => WithWidgets, _ => Targets };
        var findings = new HubValidator(targets, policy).Validate(hub.Value);
        return findings.Count > 0 ? findings : [.. HubAnalyzer.Analyze(hub.Value, targets, policy).Where(f => f.Code.Id == id)];
    }
}
