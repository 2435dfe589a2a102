using System.Text.Json;

namespace Cks.Cli.Tests;

/// <summary>The policy of the sample, as a team examines its own.</summary>
public sealed class PortalPolicyTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "Cks.Samples.Portal", "policies");

    [Fact]
    public async Task Its_lint_finds_what_its_comments_explain()
    {
        var run = await Tool.RunAsync(Folder, "policy", "lint", "portal.rbac.json", "--format", "json");
        using var json = JsonDocument.Parse(run.Output);

        Assert.Equal(
            ["CKS213 No role is ever permitted \"staffing:view\".", "CKS213 No role is ever permitted \"jobs:create\"."],
            json.RootElement.GetProperty("findings").EnumerateArray().Select(f => $"{f.GetProperty("code").GetString()} {f.GetProperty("message").GetString()}"));
    }

    // Approved by whoever reviews the change: what was received stands beside the test executable.
    [Fact]
    public async Task Its_matrix_is_the_approved_one()
    {
        var approved = (await File.ReadAllTextAsync(Path.Combine(Folder, "portal.matrix.md"), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        var table = approved.IndexOf("| capability", StringComparison.Ordinal);

        var received = (await Tool.RunAsync(Folder, "policy", "matrix", "portal.rbac.json")).Output;

        var beside = Path.Combine(AppContext.BaseDirectory, "portal.matrix.received.md");
        await File.WriteAllTextAsync(beside, approved[..table] + received, TestContext.Current.CancellationToken);
        Assert.True(approved[table..] == received, $"Rights have changed: compare portal.matrix.md with {beside}, and approve it by copying it there.");
    }
}
