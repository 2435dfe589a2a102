namespace Cks.Cli.Tests;

/// <summary>Applications that never come to their endpoints, stood in for by a shell.</summary>
public sealed class EndpointRunTests
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_runs_on_is_ended_and_what_it_wrote_is_told()
    {
        var run = await EndpointRun.ToEndAsync(Shell("echo waiting; exec sleep 600"), ".", null, TimeSpan.FromSeconds(10), Ended);

        Assert.Null(run.Report);
        Assert.Equal("The application was ended after 10 s: it had started no host with AddCks() or AddCksGuards(). It wrote:", run.Refusal[0]);
        Assert.Equal("  waiting", run.Refusal[1]);
    }

    [Fact]
    public async Task One_that_ends_without_a_word_is_told_by_its_exit() =>
        Assert.Equal(["The application ended with 3 before its endpoints were mapped."], (await EndpointRun.ToEndAsync(Shell("exit 3"), ".", null, TimeSpan.FromMinutes(5), Ended)).Refusal);

    [Fact]
    public async Task The_last_lines_count_and_not_where_it_threw()
    {
        var run = await EndpointRun.ToEndAsync(Shell("for i in $(seq 1 100); do echo line $i; echo '   at Place.Of.Code()'; done; exit 1"), ".", null, TimeSpan.FromMinutes(5), Ended);

        Assert.Equal(Enumerable.Range(81, 20).Select(i => $"  line {i}"), run.Refusal.Skip(1));
    }

    [Fact]
    public async Task It_is_told_where_the_report_belongs_which_environment_holds_and_what_runs_first()
    {
        var run = await EndpointRun.ToEndAsync(Shell("echo \"$ASPNETCORE_ENVIRONMENT $DOTNET_ENVIRONMENT\" > \"$CKS_ENDPOINTS_REPORT\"; test -f \"$DOTNET_STARTUP_HOOKS\""), ".", "Staging", TimeSpan.FromMinutes(5), Ended);

        Assert.Equal("Staging Staging\n", run.Report);
    }

    [Fact]
    public async Task Whoever_gives_up_waits_no_longer()
    {
        using var impatient = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EndpointRun.ToEndAsync(Shell("exec sleep 600"), ".", null, TimeSpan.FromMinutes(10), impatient.Token));
    }

    private static EndpointApplication Shell(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no shell here");
        return new("/bin/sh", ["-c", script]);
    }
}
