namespace Cks.Cli.Tests;

public sealed class CksToolTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    [Theory]
    [InlineData()]
    [InlineData("explian")]
    [InlineData("explain", "CKS101", "CKS102")]
    [InlineData("explain", "--format", "xml")]
    [InlineData("explain", "--format", "sarif")]
    [InlineData("explain", "--format", "junit")]
    [InlineData("policy")]
    [InlineData("policy", "tset")]
    [InlineData("policy", "test")]
    [InlineData("policy", "explain", "--can", "orders:view")]
    [InlineData("explain", "-o")]
    [InlineData("doctor", "no-such-folder")]
    [InlineData("doctor", "--url")]
    [InlineData("doctor", "--url", "localhost")]
    [InlineData("doctor", "--url", "ftp://localhost")]
    public async Task Wrong_use_is_2_with_the_reason_on_stderr_alone(params string[] args)
    {
        var run = await Tool.RunAsync(folder.Root, args);

        Assert.Equal(2, run.Exit);
        Assert.Empty(run.Output);
        Assert.Matches("See cks( [a-z]+)* --help\\.\n$", run.Error);
    }

    [Theory]
    [InlineData("Did you mean \"explain\"?", "explian")]
    [InlineData("Did you mean \"--format\"?", "doctor", "--formt", "json")]
    public async Task A_slip_is_answered_with_what_was_meant(string expected, params string[] args)
    {
        var run = await Tool.RunAsync(folder.Root, args);

        Assert.Equal(2, run.Exit);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_the_tool_lists_the_exit_codes()
    {
        var run = await Tool.RunAsync(folder.Root, "--help");

        Assert.Equal(0, run.Exit);
        Assert.Empty(run.Error);
        Assert.Contains("  cks [command] [options]\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("  3    a dependency is down\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain")]
    [InlineData("doctor")]
    [InlineData("schema")]
    [InlineData("config docs")]
    [InlineData("policy test")]
    [InlineData("policy explain")]
    public async Task Every_example_in_the_help_works_as_it_stands(string verb)
    {
        PolicyFiles.Write(folder);
        var help = await Tool.RunAsync(folder.Root, [.. verb.Split(' '), "--help"]);
        var examples = help.Lines.SkipWhile(l => l != "Examples:").Skip(1).Select(l => l.Trim()).ToArray();

        Assert.Equal(3, examples.Length);
        foreach (var example in examples)
        {
            var run = await Tool.RunAsync(folder.Root, example.Split(' ')[1..]);
            Assert.StartsWith($"cks {verb}", example, StringComparison.Ordinal);
            Assert.Contains(run.Exit, example.Contains("--url", StringComparison.Ordinal) ? new[] { 0, 1, 3 } : [0]);
        }
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("explain")]
    [InlineData("explain", "nothing")]
    [InlineData("doctor")]
    [InlineData("nothing")]
    public async Task No_escape_code_goes_through_a_pipe(params string[] args)
    {
        var run = await Tool.RunAsync(folder.Root, args);

        Assert.DoesNotContain('\u001b', run.Output + run.Error);
    }

    [Fact]
    public async Task A_file_of_arguments_is_not_read()
    {
        folder.Write("args.rsp", "explain CKS101");

        var run = await Tool.RunAsync(folder.Root, "@args.rsp");

        Assert.Equal(2, run.Exit);
        Assert.Empty(run.Output);
    }
}
