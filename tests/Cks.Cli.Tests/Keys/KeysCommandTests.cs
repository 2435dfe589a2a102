using System.Text.Json;

namespace Cks.Cli.Tests;

public sealed class KeysCommandTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    // The checksum was worked out apart from the code.
    private const string Secret = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private const string Live = $"cks_live_0123456789abcdef_{Secret}2NbomJ";
    private const string Test = $"cks_test_0123456789abcdef_{Secret}2gdLuf";

    [Theory]
    [InlineData(Live, 0, "ok    a whole key of the live class with the id 0123456789abcdef\n")]
    [InlineData($"\r\n {Test} \r\n", 0, "ok    a whole key of the test class with the id 0123456789abcdef\n")]
    [InlineData("", 1, "fail  There is nothing on stdin.\n")]
    [InlineData($"{Live} {Live}", 1, "fail  There is more than one word.\n")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.x", 1, "fail  A key begins with cks_live_ or cks_test_.\n")]
    [InlineData($"cks_live_0123456789abcdef_{Secret}", 1, "fail  A key has 75 characters, and this has 69.\n")]
    [InlineData($"cks_live_0123456789abcdef_B{Secret}", 1, "fail  A key has 75 characters, and this has 70.\n")]
    public async Task What_stands_on_stdin_is_a_whole_key_or_it_is_said_what_is_wrong(string input, int exit, string output)
    {
        var run = await RunAsync(input, "keys", "check");
        Assert.Equal((exit, output, ""), (run.Exit, run.Output, run.Error));
    }

    [Fact]
    public async Task A_typo_is_found_and_nothing_of_the_secret_is_said()
    {
        var run = await RunAsync(Live.Replace("_AAAA", "_AABA", StringComparison.Ordinal), "keys", "check");
        Assert.Equal((1, "fail  A character is another one than it was: the checksum does not fit.\n"), (run.Exit, run.Output));

        run = await RunAsync(Live, "keys", "check", "--format", "json");
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal((true, "0123456789abcdef", "live"), (json.RootElement.GetProperty("isWhole").GetBoolean(), json.RootElement.GetProperty("id").GetString(), json.RootElement.GetProperty("class").GetString()));
        Assert.DoesNotContain("AAAA", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(new string('x', 100_000), "keys", "check", "--format", "json")).Exit);
    }

    [Fact]
    public async Task A_key_on_the_command_line_is_refused_and_not_said_again()
    {
        var run = await RunAsync("", "keys", "check", Live);
        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.DoesNotContain("AAAA", run.Error, StringComparison.Ordinal);
    }

    private async Task<ToolRun> RunAsync(string input, params string[] args)
    {
        using var process = Tool.Start(folder.Root, args, redirectInput: true);
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The tool has read enough.
        }

        return await Tool.EndAsync(process);
    }
}
