using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Cks.Publish.Tests;

/// <summary>The workflow of a public CI: it runs the command, holds no secret, and may do nothing else.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, ".github", "workflows", "publish.yml"));

    private static readonly YamlMappingNode Workflow = Parse(Text);

    private static IReadOnlyList<YamlMappingNode> Steps => [.. ((YamlSequenceNode)Job["steps"]).Children.Cast<YamlMappingNode>()];

    private static YamlMappingNode Job => (YamlMappingNode)Assert.Single(((YamlMappingNode)Workflow["jobs"]).Children).Value;

    [Fact]
    public void It_runs_for_tags_of_stable_versions_and_by_hand()
    {
        var on = (YamlMappingNode)Workflow["on"];

        Assert.Equal(["push", "workflow_dispatch"], on.Children.Keys.Select(k => k.ToString()));
        Assert.Equal("v[0-9]+.[0-9]+.[0-9]+", Assert.Single((YamlSequenceNode)on["push"]["tags"]).ToString());
        Assert.Equal("true", on["workflow_dispatch"]["inputs"]["dry-run"]["default"].ToString());
    }

    [Fact]
    public void It_has_the_least_permissions_that_trusted_publishing_needs()
    {
        Assert.Empty(((YamlMappingNode)Workflow["permissions"]).Children);
        Assert.Equal(["contents: read", "id-token: write"], ((YamlMappingNode)Job["permissions"]).Children.Select(p => $"{p.Key}: {p.Value}"));
        Assert.Equal("publish", Job["environment"].ToString());
        Assert.Equal("false", Steps[0]["with"]["persist-credentials"].ToString());
    }

    [Fact]
    public void It_holds_no_secret_and_no_address()
    {
        Assert.DoesNotContain("secrets.", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("://", Text, StringComparison.Ordinal);
        var login = Steps.Single(s => Value(s, "uses").StartsWith("NuGet/login@", StringComparison.Ordinal));
        var publish = Steps.Single(s => Value(s, "name") == "Publish");
        Assert.Equal($"${{{{ steps.{Value(login, "id")}.outputs.NUGET_API_KEY }}}}", publish["env"][HttpFeed.KeyVariable].ToString());
        Assert.All(Commands, s => Assert.Equal("${{ vars.CKS_FEED }}", s["env"]["FEED"].ToString()));
        Assert.Single(Steps, s => s.Children.ContainsKey("env") && ((YamlMappingNode)s["env"]).Children.ContainsKey(HttpFeed.KeyVariable));
    }

    [Fact]
    public void It_does_what_the_command_does_first_dry_and_then_in_earnest()
    {
        Assert.Equal(["Everything but the push", "Publish"], Commands.Select(s => Value(s, "name")));
        Assert.All(Commands, s => Assert.StartsWith("build/publish --feed \"$FEED\" ", Value(s, "run"), StringComparison.Ordinal));
        Assert.Contains(" --dry-run\n", Value(Commands[0], "run"), StringComparison.Ordinal);
        Assert.DoesNotContain("--dry-run", Value(Commands[1], "run"), StringComparison.Ordinal);
        Assert.All(Steps.Where(s => Value(s, "name") is "Publish" or "Key for this run" or "Both builds gave the same bytes"), s => Assert.Equal("github.event_name == 'push' || !inputs.dry-run", Value(s, "if")));
        Assert.Equal("0", Steps[0]["with"]["fetch-depth"].ToString());
    }

    [Fact]
    public void Nothing_from_outside_is_written_into_a_script() => Assert.All(Steps, s => Assert.DoesNotContain("${{", Value(s, "run"), StringComparison.Ordinal));

    [Fact]
    public void Actions_are_pinned_to_a_commit_or_say_why_not()
    {
        var uses = Uses().Matches(Text);

        Assert.Equal(Steps.Count(s => s.Children.ContainsKey("uses")), uses.Count);
        Assert.All(uses, m => Assert.True(Pinned().IsMatch(m.Groups[2].Value) || m.Groups[1].Value.Contains("# By tag, because", StringComparison.Ordinal), m.Groups[2].Value));
        Assert.Equal("NuGet/login@v1", Assert.Single(uses, m => !Pinned().IsMatch(m.Groups[2].Value)).Groups[2].Value);
    }

    private static IReadOnlyList<YamlMappingNode> Commands => [.. Steps.Where(s => Value(s, "run").StartsWith("build/publish", StringComparison.Ordinal))];

    private static string Value(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var value) ? value.ToString() : "";

    private static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    /// <summary>The line before an action, and the action.</summary>
    [GeneratedRegex(@"^(.*)\n[ -]+uses: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Uses();

    [GeneratedRegex(@"^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();
}
