using System.Text.Json;

namespace Cks.Cli.Tests;

public sealed class GrantsCommandTests : IDisposable
{
    private const string Policy = """
        {
          "version": 1,
          "resources": {
            "grants": { "actions": ["create", "revoke"] },
            "orders": { "actions": ["view", "accept"], "fields": ["code", "price"], "attributes": { "status": ["open", "closed"] } }
          },
          "duties": [{ "id": "cycle", "roles": ["crew", "auditor"] }],
          "roles": {
            "manager": { "assigns": ["crew", "auditor"], "permit": [{ "id": "m", "actions": ["grants:*", "orders:view", "orders:accept"] }, { "id": "m-view", "actions": ["orders:view"], "fields": { "read": ["code"] } }] },
            "crew": { "permit": [{ "id": "c", "actions": ["orders:view"], "fields": { "read": ["code"] } }] },
            "auditor": {}
          }
        }
        """;

    private const string Document = """
        {
          "version": 1, // begun by hand
          "grants": [
            { "id": "ann-manager", "kind": "role", "issuer": "https://login.example", "subject": "ann", "tenant": "main", "role": "manager", "reason": "the first" },
            { "id": "bob-crew", "kind": "role", "issuer": "https://login.example", "subject": "bob", "tenant": "main", "role": "crew", "reason": "crew" },
            { "id": "bob-no-accept", "kind": "deny", "issuer": "https://login.example", "subject": "bob", "tenant": "main", "capability": "orders:accept", "reason": "audit" },
            { "id": "eve-crew", "kind": "role", "issuer": "https://login.example", "subject": "eve", "tenant": "main", "role": "crew", "until": "2099-01-01T00:00:00Z", "reason": "crew" },
          ],
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public GrantsCommandTests()
    {
        _folder.Write("app.rbac.json", Policy);
        _folder.Write("grants.json", Document);
    }

    public void Dispose() => _folder.Dispose();

    private Task<ToolRun> RunAsync(string verb, params string[] more) => Tool.RunAsync(_folder.Root, ["grants", verb, "--file", "grants.json", .. more]);

    private Task<ToolRun> AddAsync(string by, params string[] more) => RunAsync("add", ["--policy", "app.rbac.json", "--tenant", "main", "--by", by, "--subject", "bob", "--reason", "needs it", .. more]);

    private JsonElement Read() => JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.Root, "grants.json"))).RootElement;

    [Theory]
    [InlineData("list")]
    [InlineData("check")]
    [InlineData("add")]
    [InlineData("revoke")]
    public async Task Every_example_in_the_help_works_as_it_stands(string verb)
    {
        var help = await Tool.RunAsync(_folder.Root, "grants", verb, "--help");
        var examples = help.Lines.SkipWhile(l => l != "Examples:").Skip(1).Select(l => l.Trim()).ToArray();

        Assert.Equal(3, examples.Length);
        foreach (var example in examples)
        {
            Assert.StartsWith($"cks grants {verb} ", example, StringComparison.Ordinal);
            Assert.DoesNotContain(example.Split(' '), word => word.Contains('"', StringComparison.Ordinal) && word[0] != '\'');      // a shell would take them away
            var run = await Tool.RunAsync(_folder.Root, [.. example.Split(' ')[1..].Select(word => word.Trim('\''))]);
            Assert.True(run.Exit == 0, $"{example}: {run.Output}{run.Error}");
        }
    }

    [Theory]
    [InlineData("add", "--policy", "app.rbac.json", "--tenant", "main", "--by", "ann", "--subject", "bob", "--reason", "r")]
    [InlineData("add", "--policy", "app.rbac.json", "--tenant", "main", "--by", "ann", "--subject", "bob", "--reason", "r", "--role", "crew", "--permit", "orders:view")]
    [InlineData("add", "--policy", "app.rbac.json", "--tenant", "Main", "--by", "ann", "--subject", "bob", "--reason", "r", "--role", "crew")]
    [InlineData("add", "--policy", "app.rbac.json", "--tenant", "main", "--by", "ann", "--subject", "bob", "--reason", "r", "--role", "crew", "--until", "2027-01-01")]
    [InlineData("add", "--policy", "app.rbac.json", "--tenant", "main", "--by", "ann", "--subject", "bob", "--role", "crew")]
    [InlineData("check")]
    [InlineData("list", "--format", "sarif")]
    [InlineData("lst")]
    public async Task Wrong_use_is_2_and_changes_nothing(string verb, params string[] more)
    {
        var run = await RunAsync(verb, more);

        Assert.Equal(2, run.Exit);
        Assert.Empty(run.Output);
        Assert.Equal(Document, await File.ReadAllTextAsync(Path.Combine(_folder.Root, "grants.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task S29_what_is_granted_and_its_audit_row_are_in_the_same_document()
    {
        var run = await AddAsync("ann", "--permit", "orders:view", "--when", """{ "status": "open" }""", "--read", "code", "--until", "2099-01-01T02:00:00+02:00");

        Assert.Equal(0, run.Exit);
        Assert.Matches("^granted [0-9a-f]{32} main bob of https://login.example: permit orders:view when \\{\"status\":\"open\"\\} read code until 2099-01-01T00:00:00Z: needs it\n$", run.Output);
        var row = Assert.Single(Read().GetProperty("history").EnumerateArray());
        Assert.Equal(("granted", "ann", "bob", "needs it"), (row.GetProperty("action").GetString(), row.GetProperty("by").GetProperty("subject").GetString(), row.GetProperty("person").GetProperty("subject").GetString(), row.GetProperty("reason").GetString()));
        Assert.Equal(row.GetProperty("grants")[0].GetRawText().Replace(" ", "").Replace("\n", ""), Read().GetProperty("grants").EnumerateArray().Single(g => g.GetProperty("kind").GetString() == "permit").GetRawText().Replace(" ", "").Replace("\n", ""));
        Assert.Equal(0, (await RunAsync("check", "--policy", ".")).Exit);
    }

    [Theory]
    [InlineData("refused beyond_holding: orders:view\n", "ann", "--permit", "orders:view", "--read", "price")]
    [InlineData("refused not_permitted: grants:create\n", "eve", "--role", "crew")]
    [InlineData("refused not_permitted: grants:create\n", "nobody", "--role", "crew")]
    [InlineData("refused duty_conflict: auditor\n", "ann", "--role", "auditor")]
    [InlineData("refused unknown_role: crw\n", "ann", "--role", "crw")]
    [InlineData("refused to_oneself\n", "bob", "--role", "crew")]
    public async Task S17_the_tool_grants_no_more_than_the_service(string expected, string by, params string[] what)
    {
        var run = await AddAsync(by, what);

        Assert.Equal((1, expected), (run.Exit, run.Output));
        Assert.Equal(Document, await File.ReadAllTextAsync(Path.Combine(_folder.Root, "grants.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task S29_whoever_lists_stands_in_the_history_before_anything_is_written()
    {
        var run = await RunAsync("list", "--subject", "bob", "--format", "json");

        Assert.Equal(["bob-crew", "bob-no-accept"], JsonDocument.Parse(run.Output).RootElement.GetProperty("grants").EnumerateArray().Select(g => g.GetProperty("id").GetString()));
        Assert.Equal(("listed", Environment.UserName), (Read().GetProperty("history")[0].GetProperty("action").GetString(), Read().GetProperty("history")[0].GetProperty("by").GetProperty("subject").GetString()));

        // Where the reading cannot be noted nothing is shown.
        Directory.CreateDirectory(Path.Combine(_folder.Root, "grants.json.tmp"));
        var refused = await RunAsync("list");
        Assert.Equal((2, ""), (refused.Exit, refused.Output));
    }

    [Fact]
    public async Task What_does_not_fit_the_policy_is_found_with_its_place()
    {
        _folder.Write("grants.json", Document.Replace("\"role\": \"crew\", \"until\": \"2099", "\"role\": \"crw\", \"until\": \"2009").Replace("\"orders:accept\"", "\"orders:accept\", \"when\": { \"statsu\": \"open\" }"));

        var run = await RunAsync("check", "--policy", "app.rbac.json");

        Assert.Equal(1, run.Exit);
        Assert.Equal(["CKS201", "CKS208", "CKS221"], run.Lines.Where(l => l.Contains("CKS", StringComparison.Ordinal)).Select(l => l[l.IndexOf("CKS", StringComparison.Ordinal)..][..6]).Order());
        Assert.Contains("grants.json:7:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_or_policy_that_is_refused_is_2_with_its_findings()
    {
        _folder.Write("grants.json", """{ "version": 1, "grants": [{ "id": "g" }] }""");
        var run = await RunAsync("list");
        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains("CKS105", run.Error, StringComparison.Ordinal);

        _folder.Write("grants.json", Document);
        _folder.Write("app.rbac.json", "{");
        Assert.Equal(2, (await AddAsync("ann", "--role", "crew")).Exit);
        Assert.Equal(2, (await Tool.RunAsync(_folder.Root, "grants", "list", "--file", "none.json")).Exit);
    }
}
