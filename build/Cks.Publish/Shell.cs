using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cks.Publish;

/// <summary>Runs other programs.</summary>
internal static class Shell
{
    /// <summary>The dotnet that runs this.</summary>
    public static string Dotnet { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>Runs a program to its end. A cancelled one is ended with all that it started.</summary>
    public static async Task<ProcessResult> RunAsync(string program, string folder, IEnumerable<string> args, Dictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, args) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(k => IsOfAnotherBuild(k) || IsSecret(k)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            await using var ended = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
            var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            return new(process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
        }
        catch (Win32Exception e)
        {
            return new(-1, "", e.Message);
        }
    }

    /// <summary>Runs git in a folder.</summary>
    public static Task<ProcessResult> GitAsync(string folder, string[] args, CancellationToken cancellationToken) => RunAsync("git", folder, args, [], cancellationToken);

    // What a build runs comes from packages of others too; the key and what makes one are for this process alone.
    private static bool IsSecret(string name) => name == HttpFeed.KeyVariable || name.StartsWith("ACTIONS_ID_TOKEN_", StringComparison.Ordinal);

    // Variables of an outer build would decide about this one.
    private static bool IsOfAnotherBuild(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("MinVer", StringComparison.OrdinalIgnoreCase) || name.StartsWith("GIT_", StringComparison.Ordinal)
        || name is "DOTNET_CLI_USE_MSBUILD_SERVER" or "ASPNETCORE_URLS";
}
