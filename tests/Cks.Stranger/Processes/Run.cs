using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Cks.Stranger.Processes;

/// <summary>A program that was started, with everything it writes.</summary>
internal sealed partial class Run : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Run(Process process) => _process = process;

    public bool HasEnded => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_lock)
                return _output.ToString();
        }
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Exit, string Output)> ToEndAsync(ProcessStartInfo start)
    {
        await using var run = Begin(start);
        await run.EndAsync(Patience);
        return (run._process.ExitCode, run.Output);
    }

    public static Run Begin(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError, start.RedirectStandardInput) = (true, true, true);
        var run = new Run(new() { StartInfo = start, EnableRaisingEvents = true });
        run._process.OutputDataReceived += (_, e) => run.Add(e.Data);
        run._process.ErrorDataReceived += (_, e) => run.Add(e.Data);
        run._process.Exited += (_, _) => run.Add(null);
        run._process.Start();
        run._process.StandardInput.Close();
        run._process.BeginOutputReadLine();
        run._process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Waits until what it has written satisfies; <see langword="false"/> when it ended or took too long before.</summary>
    public async Task<bool> UntilAsync(Func<string, bool> satisfies, TimeSpan patience)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            Task changed;
            lock (_lock)
                changed = _changed.Task;
            if (satisfies(Output))
                return true;
            var left = patience - TimeProvider.System.GetElapsedTime(started);
            if (HasEnded || left <= TimeSpan.Zero)
                return false;
            await Task.WhenAny(changed, Task.Delay(left));
        }
    }

    /// <summary>Ctrl+C, and whether the program ended by it in time.</summary>
    public async Task<bool> InterruptAsync()
    {
        if (HasEnded)
            return false;
        // Ctrl+C reaches every program of a terminal: dotnet run and what it runs.
        using var kill = Process.Start("kill", ["-INT", "--", .. Tree(_process.Id).Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync();
        try
        {
            await EndAsync(TimeSpan.FromSeconds(20));
            return true;
        }
        catch (StrangerException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasEnded)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task EndAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new StrangerException($"{Path.GetFileName(_process.StartInfo.FileName)} {string.Join(' ', _process.StartInfo.ArgumentList)} does not end:\n{Output}");
        }
    }

    private void Add(string? line)
    {
        lock (_lock)
        {
            if (line is not null)
                _output.AppendLine(Colour().Replace(line, ""));
            var changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            changed.TrySetResult();
        }
    }

    private static List<int> Tree(int root)
    {
        List<int> tree = [root];
        for (var i = 0; i < tree.Count; i++)
        {
            try
            {
                tree.AddRange(Directory.GetDirectories($"/proc/{tree[i]}/task").SelectMany(t => File.ReadAllText(Path.Combine(t, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(int.Parse));
            }
            catch (IOException)
            {
                // Ended by itself meanwhile.
            }
        }

        return tree;
    }

    [GeneratedRegex("\u001b\\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Colour();
}
