using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cks.Cli.Tests;

/// <summary>Runs the built tool as a process, through pipes. It is the one in its own folder: the copy beside the tests is rewritten while their coverage is measured.</summary>
internal static class Tool
{
    private static readonly string Built = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Cks.Cli", new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name, "Cks.Cli.dll"));

    public static readonly string Dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    public static async Task<ToolRun> RunAsync(string folder, params string[] args)
    {
        using var process = Start(folder, args);
        return await EndAsync(process);
    }

    public static Process Start(string folder, params string[] args) => Start(folder, [], args);

    public static Process Start(string folder, string[] args, bool redirectInput) => Start(folder, [], redirectInput, args);

    public static Process Start(string folder, Dictionary<string, string> environment, params string[] args) => Start(folder, environment, redirectInput: false, args);

    private static Process Start(string folder, Dictionary<string, string> environment, bool redirectInput, string[] args)
    {
        var start = new ProcessStartInfo(Dotnet, [Built, .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = redirectInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static async Task<ToolRun> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }
}
