namespace Cks.Benchmarks.Tests;

public sealed class RatioCommandTests
{
    private static readonly RatioSettings Quick = new() { Block = TimeSpan.FromTicks(1), WarmUp = TimeSpan.Zero };

    [Fact]
    public async Task An_area_prints_its_null_pair_and_a_line_a_case()
    {
        var (exit, output, error) = await RunAsync("alpha");

        Assert.Equal(0, exit);
        Assert.Equal(["alpha/null", "alpha/first", "alpha/second"], output.Select(l => l.Split(' ')[0]));
        Assert.All(output, l => Assert.Matches(@"^[a-z/]+ ours=[0-9.]+ns peer=[0-9.]+ns ratio=[0-9.]+ p10=[0-9.]+ p90=[0-9.]+ allocated=[0-9.]+B( void)?$", l));
        Assert.Empty(error);
    }

    [Fact]
    public async Task Only_the_cases_are_run_whose_names_begin_so()
    {
        var (_, output, _) = await RunAsync("alpha/sec");

        Assert.Equal(["alpha/null", "alpha/second"], output.Select(l => l.Split(' ')[0]));
    }

    [Fact]
    public async Task The_worst_case_of_a_claim_follows()
    {
        var (_, output, _) = await RunAsync([new Area("alpha", first: "page/full", second: "page/empty")], "alpha");

        Assert.Equal(["alpha/null", "alpha/page/full", "alpha/page/empty", "alpha/page"], output.Select(l => l.Split(' ')[0]));
        // Two that differ by less than is printed are alike here.
        Assert.Equal(output[1..3].Min(Ratio), Ratio(output[1..3].Single(l => l.Split(' ')[0] == $"alpha/{output[3].Split("of=")[1]}")));
        Assert.Equal(output[1..3].Min(Ratio), Ratio(output[3]));

        static double Ratio(string line) => double.Parse(line.Split("ratio=")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Without_a_name_every_area_runs_and_is_closed()
    {
        var beta = new Area("beta");
        var (_, output, _) = await RunAsync([new Area("alpha"), beta]);

        Assert.Equal(["alpha/null", "beta/null"], output.Select(l => l.Split(' ')[0]).Where(n => n.EndsWith("/null", StringComparison.Ordinal)));
        Assert.True(beta.IsClosed);
    }

    [Fact]
    public async Task An_unknown_area_is_wrong_use_with_the_one_that_was_meant()
    {
        var (exit, output, error) = await RunAsync("alpah");

        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.Equal(["There is no area \"alpah\". Did you mean \"alpha\"?"], error);
    }

    [Theory]
    [InlineData("--blocks")]
    [InlineData("--blocks", "10")]
    [InlineData("--blocks", "many")]
    public async Task Too_few_blocks_are_wrong_use(params string[] args)
    {
        var (exit, output, error) = await RunAsync(args);

        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.Single(error);
    }

    [Fact]
    public async Task Sides_that_disagree_are_not_compared()
    {
        var (exit, output, error) = await RunAsync([new Area("alpha", wrong: true)], "alpha");

        Assert.Equal(1, exit);
        Assert.Equal(["alpha/null", "alpha/first"], output.Select(l => l.Split(' ')[0]));
        Assert.StartsWith("alpha/second: the two sides answer differently", Assert.Single(error), StringComparison.Ordinal);
    }

    [Fact]
    public void Areas_are_found_in_their_assembly() => Assert.Equal(["found"], RatioCommand.AreasOf(typeof(RatioCommandTests).Assembly).Select(a => a.Name));

    private static Task<(int Exit, string[] Output, string[] Error)> RunAsync(params string[] args) => RunAsync([new Area("alpha"), new Area("beta")], args);

    private static async Task<(int Exit, string[] Output, string[] Error)> RunAsync(IReadOnlyList<IRatioArea> areas, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await RatioCommand.RunAsync(args, areas, output, error, TestContext.Current.CancellationToken, Quick);
        return (exit, Lines(output), Lines(error));
    }

    private static string[] Lines(StringWriter writer) => writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private class Area(string name, bool wrong = false, string first = "first", string second = "second") : IRatioArea
    {
        public string Name => name;

        public bool IsClosed { get; private set; }

        public ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<RatioCase>>(
        [
            RatioCase.Sync(first, Enumerable.Range(0, 1_024), i => i + 1, i => i + 1),
            RatioCase.Async(second, Enumerable.Range(0, 1_024), i => ValueTask.FromResult(i), i => ValueTask.FromResult(wrong ? i + 1 : i)),
        ]);

        public ValueTask DisposeAsync()
        {
            IsClosed = true;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class FoundArea() : Area("found");
}
