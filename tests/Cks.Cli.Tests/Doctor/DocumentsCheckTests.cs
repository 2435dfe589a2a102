using System.Text;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Cli.Tests;

public sealed class DocumentsCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_document_is_given_to_the_first_kind_that_fits_with_its_bytes()
    {
        _folder.Write("hubs/a.rbac.json", "first");
        _folder.Write("hubs/b.json", "second");
        _folder.Write("b.json", "none");
        var (policies, hubs) = (new Recorder("*.rbac.json"), new Recorder("hubs/*.json"));

        var findings = await RunAsync(policies, hubs);

        Assert.Equal([("hubs/a.rbac.json", "first")], policies.Seen);
        Assert.Equal([("hubs/b.json", "second")], hubs.Seen);
        Assert.Equal(["ok    hubs/a.rbac.json loads", "ok    hubs/b.json loads"], findings.Select(f => f.ToString()));
    }

    [Fact]
    public async Task The_findings_of_a_kind_keep_their_code_place_level_and_order()
    {
        _folder.Write("a.rbac.json", "{}");
        var place = new SourceLocation("a.rbac.json", 4, 2, "/rules/0");
        var kind = new Recorder(
            "*.rbac.json",
            new(CksCodes.UnknownRole, place, "No role \"x\".", "Declare it."),
            new(CksCodes.AllFields, place, "Every field.", ""));

        var findings = await RunAsync(kind);

        Assert.Equal(["fail  CKS201 a.rbac.json:4:2 No role \"x\".  -> Declare it.", "warn  CKS207 a.rbac.json:4:2 Every field."], findings.Select(f => f.ToString()));
        Assert.Equal(kind.Answer, findings.Select(f => f.Diagnostic));
    }

    [Theory]
    [InlineData("""{"version":1}""", null, true)]
    [InlineData("""{"version":2}""", null, false)]
    [InlineData("""{"version":1}""", """{"version":1}""", false)]
    [InlineData(null, null, false)]
    public async Task Documents_are_checked_against_the_policy_when_there_is_exactly_one_and_it_loads(string? first, string? second, bool expected)
    {
        _folder.Write("hubs/a.json", "{}");
        if (first is not null)
            _folder.Write("policies/a.rbac.json", first);
        if (second is not null)
            _folder.Write("policies/b.rbac.json", second);
        var hubs = new Recorder("hubs/*.json");

        await RunAsync(hubs, new Recorder("*.rbac.json"));

        Assert.Equal(expected, Assert.Single(hubs.Policies) is not null);
    }

    [Theory]
    [InlineData("obj")]
    [InlineData("bin")]
    [InlineData("artifacts")]
    [InlineData("node_modules")]
    [InlineData(".git")]
    public async Task Copies_are_not_looked_at(string skipped)
    {
        _folder.Write($"src/{skipped}/deep/a.rbac.json", "{");

        Assert.Equal("ok    no policy, scope or hub document here", Assert.Single(await RunAsync(new Recorder("*.rbac.json"))).ToString());
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_CKS107()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        File.CreateSymbolicLink(Path.Combine(_folder.Root, "a.rbac.json"), "gone.json");

        Assert.StartsWith("fail  CKS107 a.rbac.json ", Assert.Single(await RunAsync(new Recorder("*.rbac.json"))).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_a_folder_above_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        _folder.Write("a.rbac.json", "{}");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Root, "loop"), _folder.Root);

        Assert.Single(await RunAsync(new Recorder("*.rbac.json")));
    }

    [Fact]
    public void The_known_kinds_find_policies_scope_models_and_hubs() =>
        Assert.Equal(["*.rbac.json", "*.scope.json", "hubs/*.json"], DocumentsCheck.Known.Select(k => k.Pattern));

    [Theory]
    [InlineData("*.rbac.json", "a/portal.rbac.json", true)]
    [InlineData("*.rbac.json", "portal.rbac.json.bak", false)]
    [InlineData("hubs/*.json", "hubs/base.json", true)]
    [InlineData("hubs/*.json", "app/hubs/tenants/acme.json", true)]
    [InlineData("hubs/*.json", "hubs.json", false)]
    [InlineData("hubs/*.json", "other/base.json", false)]
    public void A_pattern_fits_by_name_and_folder(string pattern, string path, bool expected) => Assert.Equal(expected, FolderFiles.Matches(pattern, path));

    private async Task<List<Finding>> RunAsync(params IDocumentCheck[] kinds) =>
        await new DocumentsCheck(kinds).RunAsync(_folder.Root, host: null, TestContext.Current.CancellationToken).ToListAsync();

    private sealed class Recorder(string pattern, params Diagnostic[] answer) : IDocumentCheck
    {
        public Diagnostic[] Answer => answer;

        public List<(string File, string Text)> Seen { get; } = [];

        public string Pattern => pattern;

        public List<Policy?> Policies { get; } = [];

        public IReadOnlyList<Diagnostic> Check(string file, ReadOnlyMemory<byte> utf8, Policy? policy)
        {
            Seen.Add((file, Encoding.UTF8.GetString(utf8.Span)));
            Policies.Add(policy);
            return answer;
        }
    }
}
