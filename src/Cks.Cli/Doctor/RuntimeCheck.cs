using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Cks.Cli;

/// <summary>The .NET that runs the tool and the SDK that would build the folder.</summary>
internal sealed class RuntimeCheck : IDoctorCheck
{
    private const int Oldest = 10;

    public string Name => "dotnet";

    public async IAsyncEnumerable<Finding> RunAsync(string folder, Uri? host, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return JudgeVersion(".NET runtime", Environment.Version.ToString());
        yield return await SdkAsync(folder, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a version is new enough.</summary>
    internal static Finding JudgeVersion(string what, string version) =>
        int.TryParse(version.Split('.')[0], out var major) && major >= Oldest
            ? Finding.Ok($"{what} {version}")
            : new(FindingLevel.Fail, $"{what} {version} is older than {Oldest}", $"Install .NET {Oldest} or newer.");

    private static async Task<Finding> SdkAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            var start = new ProcessStartInfo("dotnet", "--version") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            var version = (await output.ConfigureAwait(false)).Trim();
            return process.ExitCode == 0
                ? JudgeVersion(".NET SDK", version)
                : new(FindingLevel.Fail, "no .NET SDK fits the global.json of this folder", "Install the SDK that global.json names, or let it roll forward.");
        }
        catch (Win32Exception)
        {
            return new(FindingLevel.Fail, "no .NET SDK is on the PATH", $"Install the .NET SDK {Oldest} or newer.");
        }
    }
}
