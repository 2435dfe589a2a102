using System.Diagnostics;
using System.Globalization;
using Cks.Stranger.Processes;

namespace Cks.Stranger.Pages;

/// <summary>Somebody at a terminal who follows a page. The folder and the shell functions of one block hold in the next.</summary>
internal sealed class PageRun(string folder, Func<string, string, string[], ProcessStartInfo> start, TextWriter output) : IAsyncDisposable
{
    private readonly string _state = Path.Combine(folder, ".state");
    private string _folder = folder;
    private Run? _staying;
    private int _seen;

    public async Task FollowAsync(IEnumerable<PageStep> steps)
    {
        foreach (var step in steps)
        {
            var started = TimeProvider.System.GetTimestamp();
            var what = step switch
            {
                WriteStep write => await WriteAsync(write),
                EditStep edit => await EditAsync(edit),
                CommandStep { End: CommandEnd.Stays } command => await StayAsync(command),
                WaitStep wait => await WaitAsync(wait),
                CommandStep command => await EnterAsync(command),
                _ => throw new UnreachableException(),
            };
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"ok   {TimeProvider.System.GetElapsedTime(started).TotalSeconds,5:0.0} s  line {step.Line,3}: {what}"));
        }

        await LeaveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_staying is not null)
            await _staying.DisposeAsync();
    }

    private async Task<string> WriteAsync(WriteStep step)
    {
        var path = Path.Combine(_folder, step.File);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, step.Text);
        return "write " + step.File;
    }

    private async Task<string> EditAsync(EditStep step)
    {
        var path = Path.Combine(_folder, step.File);
        var text = await File.ReadAllTextAsync(path);
        StrangerException.Unless(step.Old.Length > 0 && text.Split(step.Old).Length == 2, $"Line {step.Line}: these lines are not, or not once, in {step.File}:\n{step.Old}");
        await File.WriteAllTextAsync(path, text.Replace(step.Old, step.New, StringComparison.Ordinal));
        return "edit " + step.File;
    }

    private async Task<string> EnterAsync(CommandStep step)
    {
        // What a shell keeps: its functions and where it is.
        var script = $"[ -f '{_state}' ] && . '{_state}'\nset -e\n{step.Commands}\n{{ declare -f || true; }} >'{_state}'\npwd >'{_state}.pwd'\n";
        var (exit, written) = await Run.ToEndAsync(start(_folder, "bash", ["-c", script]));
        StrangerException.Unless((exit == 0) == (step.End == CommandEnd.Well), $"Line {step.Line}: {step.Commands.Trim()}\nanswers {exit}:\n{written}");
        StrangerException.Unless(StartPage.FirstMissing(step.Expected, written) is not { } missing, $"Line {step.Line}: {step.Commands.Trim()}\ndoes not write, or not at its place:\n{Missing(step, written)}\nbut:\n{written}");
        if (exit == 0)
            _folder = (await File.ReadAllTextAsync(_state + ".pwd")).Trim();
        return Short(step);
    }

    private async Task<string> StayAsync(CommandStep step)
    {
        await LeaveAsync();
        _staying = Run.Begin(start(_folder, "bash", ["-c", step.Commands]));
        var came = await _staying.UntilAsync(written => StartPage.FirstMissing(step.Expected, written) is null, TimeSpan.FromMinutes(1));
        StrangerException.Unless(came && !_staying.HasEnded, $"Line {step.Line}: {step.Commands.Trim()}\ndoes not write, or does not stay:\n{Missing(step, _staying.Output)}\nbut:\n{_staying.Output}");
        _seen = _staying.Output.Length;
        return Short(step) + " (stays)";
    }

    private async Task<string> WaitAsync(WaitStep step)
    {
        StrangerException.Unless(_staying is not null, $"Line {step.Line}: nothing runs that could write this.");
        var run = _staying!;
        var came = await run.UntilAsync(written => StartPage.FirstMissing(step.Expected, written[_seen..]) is null, TimeSpan.FromMinutes(1));
        StrangerException.Unless(came, $"Line {step.Line}: what runs does not write, or not at its place:\n{StartPage.FirstMissing(step.Expected, run.Output[_seen..])}\nbut:\n{run.Output[_seen..]}");
        _seen = run.Output.Length;
        return "wait for " + step.Expected[0];
    }

    private async Task LeaveAsync()
    {
        if (_staying is not { } run)
            return;
        _staying = null;
        await using (run)
            StrangerException.Unless(await run.InterruptAsync(), "Ctrl+C does not end what the page left running:\n" + run.Output);
    }

    private static string? Missing(CommandStep step, string written) => StartPage.FirstMissing(step.Expected, written);

    private static string Short(CommandStep step) => step.Commands.Trim().ReplaceLineEndings(" ; ");
}
