using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Cks.Architecture.Tests;

/// <summary>
/// The packages of <c>src</c> as they would be published: packed from a clone of this checkout that has a remote.
/// Only what is committed is in a clone, so a change of packing shows here after its commit.
/// </summary>
public sealed class PackedSuite : IAsyncLifetime
{
    /// <summary>The remote of the clone; nothing is ever sent there.</summary>
    public const string Remote = "https://github.com/example/cks";

    private readonly string _root = Directory.CreateTempSubdirectory("cks-pack-").FullName;
    private IReadOnlyDictionary<string, PackedPackage> _packages = new Dictionary<string, PackedPackage>();
    private string? _unavailable;

    /// <summary>The commit that was packed.</summary>
    public string Commit { get; private set; } = "";

    /// <summary>The packages by id. Skips the test where there is no checkout to pack.</summary>
    internal IReadOnlyDictionary<string, PackedPackage> Packages
    {
        get
        {
            Assert.SkipWhen(_unavailable is not null, _unavailable ?? "");
            return _packages;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if ((await RunAsync("git", Repository.Root, "rev-parse", "HEAD")) is not { Exit: 0, Output: var commit })
        {
            _unavailable = "Packing needs git and a checkout of the repository.";
            return;
        }

        var (clone, output) = (Path.Combine(_root, "clone"), Path.Combine(_root, "packages"));
        Commit = commit.Trim();
        await RequireAsync("git", _root, "clone", "--quiet", "--shared", Repository.Root, clone);
        await RequireAsync("git", clone, "remote", "set-url", "origin", Remote + ".git");
        await File.WriteAllTextAsync(Path.Combine(clone, "src.slnf"), JsonSerializer.Serialize(new
        {
            solution = new { path = "CksCore.sln", projects = Repository.Packages.Select(p => $"src\\{p.Name}\\{p.Name}.csproj") },
        }));
        await RequireAsync(Dotnet, clone, "pack", "src.slnf", "-c", "Release", "-o", output, "--nologo", "-v", "q", "-nodeReuse:false");
        _packages = Directory.GetFiles(output, "*.nupkg").Select(PackedPackage.Load).ToDictionary(p => p.Id, StringComparer.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Dotnet { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private static async Task RequireAsync(string program, string folder, params string[] args)
    {
        var (exit, output) = await RunAsync(program, folder, args);
        if (exit != 0)
            throw new InvalidOperationException($"{Path.GetFileName(program)} {args[0]} answers {exit}:\n{output}");
    }

    private static async Task<(int Exit, string Output)> RunAsync(string program, string folder, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || k.StartsWith("GIT_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["CI"] = "true";
        try
        {
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode, await output + await error);
        }
        catch (Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}
