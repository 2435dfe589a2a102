using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Cks.Cli;

/// <summary>An application on ASP.NET Core as it was built, with what starts it.</summary>
/// <param name="Host">The program to start.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record EndpointApplication(string Host, IReadOnlyList<string> Arguments)
{
    private const string Guards = "Cks.Rbac.AspNetCore";

    /// <summary>Reads what stands beside the application. Refuses what is none, and what would not let itself be looked at: it would start and listen.</summary>
    public static bool TryRead(string path, [NotNullWhen(true)] out EndpointApplication? application, [NotNullWhen(false)] out string? refusal)
    {
        application = null;
        refusal = null;
        var full = Path.GetFullPath(path);
        var settings = Path.ChangeExtension(full, ".runtimeconfig.json");
        if (!File.Exists(full))
            refusal = $"There is no {path}. Build the application first.";
        else if (Path.GetExtension(full) != ".dll" || !File.Exists(settings))
            refusal = $"{path} is no application: name the .dll that has a .runtimeconfig.json beside it.";
        if (refusal is not null)
            return false;
        try
        {
            using var runtime = JsonDocument.Parse(File.ReadAllBytes(settings));
            var options = runtime.RootElement.GetProperty("runtimeOptions");
            var isSelfContained = options.TryGetProperty("includedFrameworks", out var included);
            if (!Frameworks(options).Concat(isSelfContained ? included.EnumerateArray() : []).Any(f => f.GetProperty("name").GetString() == "Microsoft.AspNetCore.App"))
                refusal = $"{path} is no application on ASP.NET Core.";
            else if (options.TryGetProperty("configProperties", out var properties) && properties.TryGetProperty("System.StartupHookProvider.IsSupported", out var hooks) && hooks.ValueKind == JsonValueKind.False)
                refusal = $"{path} was published without what lets the tool look at it (trimmed, or without start-up hooks). Name the one that was built.";
            else if (Path.ChangeExtension(full, ".deps.json") is var dependencies && File.Exists(dependencies) && !Uses(dependencies))
                refusal = $"{path} does not use {Guards}: there is no guard to show.";
            else
                application = isSelfContained ? new(Executable(Path.ChangeExtension(full, null)), []) : new(Dotnet, [full]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            refusal = $"What stands beside {path} cannot be read: {e.Message}";
        }

        return application is not null;
    }

    /// <summary>The runtime that runs the tool.</summary>
    private static string Dotnet => Executable(Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")));

    private static IEnumerable<JsonElement> Frameworks(JsonElement options) =>
        options.TryGetProperty("frameworks", out var several) ? several.EnumerateArray() : options.TryGetProperty("framework", out var one) ? [one] : [];

    private static bool Uses(string dependencies)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(dependencies));
        return json.RootElement.GetProperty("libraries").EnumerateObject().Any(l => l.Name.StartsWith(Guards + "/", StringComparison.OrdinalIgnoreCase));
    }

    private static string Executable(string path) => OperatingSystem.IsWindows() ? path + ".exe" : path;
}
