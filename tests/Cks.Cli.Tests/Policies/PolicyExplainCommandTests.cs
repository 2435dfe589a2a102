using System.Text.Json;

namespace Cks.Cli.Tests;

public sealed class PolicyExplainCommandTests : IClassFixture<TemporaryFolder>
{
    private readonly TemporaryFolder _folder;

    public PolicyExplainCommandTests(TemporaryFolder folder) => PolicyFiles.Write(_folder = folder);

    private Task<ToolRun> RunAsync(params string[] args) => Tool.RunAsync(_folder.Root, ["policy", "explain", .. args]);

    [Theory]
    [InlineData("--policy", "app.rbac.json", "--as", "CON-010")]
    [InlineData("--policy", "app.rbac.json", "--as", "ann")]
    [InlineData("--tests", "app.rbac.tests.json", "--as", "ann")]
    [InlineData("--policy", "app.rbac.json", "--role", "contractor", "--code", "CON-010")]
    public async Task Somebody_is_told_why_not(params string[] who)
    {
        var run = await RunAsync([.. who, "--can", "canAccept", "--resource", "order.json"]);

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Equal(
            """
            orders:accept is refused: no rule of contractor permits it here.
            - permit c-accept (contractor) does not apply: it asks for status = "open", and that is not so.
            Nearest grant: a permit of orders:accept for this person alone. No role that could be added permits it.

            """.ReplaceLineEndings("\n"), run.Output);
    }

    [Theory]
    [InlineData("--policy", ".")]
    [InlineData("--policy", "aa.rbac.json", "--policy", "app.rbac.json")]
    public async Task A_policy_may_be_a_folder_or_several_documents_with_the_tests_beside_any_of_them(params string[] policy)
    {
        _folder.Write("aa.rbac.json", """{ "version": 1, "roles": { "nobody": {} } }""");

        var run = await RunAsync([.. policy, "--as", "ann", "--can", "orders:accept", "--on", "order"]);

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.StartsWith("orders:accept is permitted by rule c-accept.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S28_values_are_told_only_when_asked_for()
    {
        var run = await RunAsync("--policy", "app.rbac.json", "--role", "contractor", "--code", "CON-9", "--can", "orders:accept", "--resource", "order.json", "--values");

        Assert.Contains("it asks for status = \"open\", and it is \"late\"; and for contractor = $code (\"CON-9\"), and it is \"CON-010\".", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resource_may_come_from_the_document_that_describes_them()
    {
        var run = await RunAsync("--policy", "app.rbac.json", "--as", "ann", "--can", "orders:accept", "--on", "order");

        Assert.StartsWith("orders:accept is permitted by rule c-accept.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_it_is_data()
    {
        var run = await RunAsync("--policy", "app.rbac.json", "--role", "contractor", "--can", "orders:accept", "--format", "json");

        using var json = JsonDocument.Parse(run.Output);
        var explanation = json.RootElement.GetProperty("explanation");
        Assert.Equal(("cks.policy-explanation", "needs_resource"), (json.RootElement.GetProperty("schema").GetString(), explanation.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Without_a_subject_the_roles_that_can_are_listed()
    {
        Assert.Equal("contractor on some resources, by c-accept\n", (await RunAsync("--policy", "app.rbac.json", "--can", "orders:accept")).Output);
        Assert.Equal("contractor depending on the person, by c-accept\n", (await RunAsync("--policy", "app.rbac.json", "--can", "orders:accept", "--on", "order")).Output);
        Assert.Equal("No role can do orders:accept here.\n", (await RunAsync("--policy", "app.rbac.json", "--can", "orders:accept", "--resource", "order.json")).Output);

        using var json = JsonDocument.Parse((await RunAsync("--policy", "app.rbac.json", "--can", "orders:view", "--format", "json")).Output);
        Assert.Equal(["contractor", "staff"], json.RootElement.GetProperty("roles").EnumerateArray().Select(r => r.GetProperty("role").GetString()));
    }

    [Theory]
    [InlineData("Did you mean \"orders:accept\"?", "--policy", "app.rbac.json", "--can", "orders:acept")]
    [InlineData("Did you mean \"contractor\"?", "--policy", "app.rbac.json", "--can", "orders:accept", "--role", "contractr")]
    [InlineData("There is no subject \"CON-011\". Did you mean \"CON-010\"?", "--policy", "app.rbac.json", "--can", "orders:accept", "--as", "CON-011")]
    [InlineData("Did you mean \"order\"?", "--policy", "app.rbac.json", "--can", "orders:accept", "--as", "ann", "--on", "ordr")]
    [InlineData("Name the policy", "--can", "orders:accept")]
    [InlineData("--can", "--policy", "app.rbac.json")]
    [InlineData("leave out --role", "--policy", "app.rbac.json", "--can", "orders:accept", "--as", "ann", "--role", "staff")]
    [InlineData("describe a subject with --role", "--policy", "app.rbac.json", "--can", "orders:accept", "--code", "CON-1")]
    [InlineData("leave one out", "--policy", "app.rbac.json", "--can", "orders:accept", "--on", "order", "--resource", "order.json")]
    [InlineData("CKS107", "--policy", "nothing.rbac.json", "--can", "orders:accept")]
    [InlineData("CKS208", "--policy", "app.rbac.json", "--can", "orders:accept", "--role", "staff", "--resource", "slip.json")]
    public async Task Wrong_use_is_2_and_says_what_was_meant(string expected, params string[] args)
    {
        _folder.Write("slip.json", """{ "attributes": { "statsu": "late" } }""");

        var run = await RunAsync(args);

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }
}
