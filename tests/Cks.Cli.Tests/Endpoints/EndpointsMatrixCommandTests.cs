using System.Text.Json;

namespace Cks.Cli.Tests;

/// <summary><c>cks endpoints matrix</c> on an application that is small enough to know by heart.</summary>
public sealed class EndpointsMatrixCommandTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private const string Matrix = """
        | endpoint | guarded by | checked by | reader | writer |
        | --- | --- | --- | --- | --- |
        | GET /health | AllowAnonymous |  | yes | yes |
        | GET /notes | notes:view |  | yes | yes |
        | POST /notes | notes:create |  | no | yes |

        """;

    [Fact]
    public async Task The_matrix_is_markdown_and_json_and_the_same_each_time()
    {
        var app = new SampleApplication(folder);

        Assert.Equal((0, Matrix, ""), Of(await app.MatrixAsync()));
        var run = await app.MatrixAsync("--format", "json", "--environment", "Staging");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(("cks.endpoints", "Staging"), (json.RootElement.GetProperty("schema").GetString(), json.RootElement.GetProperty("environment").GetString()));
        Assert.Equal(["GET /health", "GET /notes", "POST /notes"], json.RootElement.GetProperty("endpoints").EnumerateArray().Select(e => e.GetProperty("endpoint").GetString()));
    }

    [Fact]
    public async Task What_was_approved_is_compared_in_words()
    {
        var app = new SampleApplication(folder);
        folder.Write(Path.Combine(app.Root, "approved.md"), "# Who passes where\n\n" + Matrix);

        Assert.Equal((0, "", "As approved in approved.md.\n"), Of(await app.MatrixAsync("--check", "approved.md")));

        app.Policy = app.Policy.Replace("\"actions\": [\"notes:create\"]", "\"actions\": [\"notes:*\"], \"until\": \"2099-01-01T00:00:00Z\"", StringComparison.Ordinal)
            .Replace("\"reader\": {", "\"guest\": {}, \"reader\": {", StringComparison.Ordinal);
        folder.Write(Path.Combine(app.Root, "approved.md"), Matrix.Replace("GET /health", "GET /alive", StringComparison.Ordinal).Replace("| notes:view |", "| AllowAnonymous |", StringComparison.Ordinal));
        var run = await app.MatrixAsync("--check", "approved.md");

        Assert.Equal(1, run.Exit);
        Assert.Equal(
            [
                "column guest is new",
                "GET /health is new: guarded by \"AllowAnonymous\", guest \"yes\", reader \"yes\", writer \"yes\"",
                "GET /notes: guarded by was \"AllowAnonymous\", is \"notes:view\"",
                "POST /notes: writer was \"yes\", is \"yes, until 2099-01-01T00:00:00Z\"",
                "GET /alive is gone",
            ],
            run.Lines);
    }

    [Fact]
    public async Task An_application_that_does_not_start_for_its_endpoints_is_shown_all_the_same_with_the_reason()
    {
        var app = new SampleApplication(folder);
        app.Policy = """
            {
              "version": 1,
              "resources": { "notes": { "actions": ["view", "create"], "attributes": ["color"] } },
              "roles": { "reader": { "permit": [{ "actions": ["notes:view"], "when": { "color": "red" } }] }, "writer": { "permit": [{ "actions": ["notes:create"] }] } }
            }
            """;

        var run = await app.MatrixAsync();

        Assert.Equal(1, run.Exit);
        Assert.Contains("| GET /notes | notes:view |  | row | no |", run.Lines);
        Assert.Contains("| does not start | what | mend |", run.Lines);
        Assert.Contains("| CKS110 GET /notes | \"notes:view\" depends on the resource, and nothing says who checks that. | Add .ChecksInHandler(\"where it is checked\"). |", run.Lines);
        Assert.Equal("The application does not start: the last table says why.\n", run.Error);
    }

    [Fact]
    public async Task An_application_that_throws_in_its_entry_point_is_2_with_what_it_wrote()
    {
        var app = new SampleApplication(folder);
        app.Settings["Cks__Rbac__Polcy"] = "policies/notes.rbac.json";

        var run = await app.MatrixAsync();

        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Matches("^The application ended with [0-9-]+ before its endpoints were mapped. It wrote:\n", run.Error);
        Assert.Contains("CKS114", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\n   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing.dll", "There is no nothing.dll. Build the application first.\n")]
    [InlineData("App.pdb", "App.pdb is no application: name the .dll that has a .runtimeconfig.json beside it.\n")]
    [InlineData("Cks.Core.dll", "Cks.Core.dll is no application: name the .dll that has a .runtimeconfig.json beside it.\n")]
    [InlineData("Console.dll", "Console.dll is no application on ASP.NET Core.\n")]
    [InlineData("Plain.dll", "Plain.dll does not use Cks.Rbac.AspNetCore: there is no guard to show.\n")]
    [InlineData("Trimmed.dll", "Trimmed.dll was published without what lets the tool look at it (trimmed, or without start-up hooks). Name the one that was built.\n")]
    [InlineData("Odd.dll", "What stands beside Odd.dll cannot be read: The given key was not present in the dictionary.\n")]
    public async Task What_cannot_be_looked_at_is_never_started(string path, string expected)
    {
        var app = new SampleApplication(folder);
        // Each is the application itself, which would run on for as long as it may.
        foreach (var (name, settings) in new[]
        {
            ("Console", """{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" } } }"""),
            ("Plain", Web("")), ("Trimmed", Web(""", "configProperties": { "System.StartupHookProvider.IsSupported": false }""")), ("Odd", "{}"),
        })
        {
            File.Copy(Path.Combine(app.Root, "App.dll"), Path.Combine(app.Root, name + ".dll"));
            folder.Write(Path.Combine(app.Root, name + ".runtimeconfig.json"), settings);
        }

        folder.Write(Path.Combine(app.Root, "Plain.deps.json"), """{ "libraries": { "Plain/1.0.0": {}, "Cks.Rbac/1.0.0": {} } }""");

        Assert.Equal((2, "", expected), Of(await Tool.RunAsync(app.Root, "endpoints", "matrix", path)));

        static string Web(string more) => $$"""{ "runtimeOptions": { "frameworks": [{ "name": "Microsoft.NETCore.App", "version": "10.0.0" }, { "name": "Microsoft.AspNetCore.App", "version": "10.0.0" }]{{more}} } }""";
    }

    [Theory]
    [InlineData()]
    [InlineData("App.dll", "--timeout", "0")]
    [InlineData("App.dll", "--format", "html")]
    public async Task Wrong_use_is_2(params string[] args) => Assert.Equal(2, (await Tool.RunAsync(folder.Root, ["endpoints", "matrix", .. args])).Exit);

    [Fact]
    public async Task A_file_without_a_matrix_is_2()
    {
        var app = new SampleApplication(folder);
        folder.Write(Path.Combine(app.Root, "empty.md"), "# Nothing yet\n");

        Assert.Equal((2, "", "empty.md holds no matrix. Write it with -o empty.md.\n"), Of(await app.MatrixAsync("--check", "empty.md")));
    }

    [Fact]
    public async Task Every_example_in_the_help_works_as_it_stands()
    {
        var app = new SampleApplication(folder);
        var help = await Tool.RunAsync(app.Root, "endpoints", "matrix", "--help");
        var examples = help.Lines.SkipWhile(l => l != "Examples:").Skip(1).Select(l => l.Trim()).ToArray();

        Assert.Equal(3, examples.Length);
        foreach (var example in examples)
        {
            using var process = Tool.Start(app.Root, app.Settings, [.. example.Split(' ')[1..], "--timeout", "300"]);
            Assert.Equal(0, (await Tool.EndAsync(process)).Exit);
        }
    }

    private static (int Exit, string Output, string Error) Of(ToolRun run) => (run.Exit, run.Output, run.Error);
}
