using System.CommandLine;
using System.Text;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary><c>cks adopt APP.dll</c>: the policy that says what an application's attributes and policies say.</summary>
internal sealed class AdoptCommand : ToolCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The application's assembly, with its libraries beside it. It is read and never run." };

    public AdoptCommand(ToolOptions options)
        : base("adopt", "Writes a policy from the [Authorize] attributes and authorization policies of an application, and lists what it cannot read: that is denied.", options) => Add(_file);

    public override IReadOnlyList<string> Formats { get; } = ["text"];

    public override IReadOnlyList<string> Examples { get; } = ["cks adopt bin/Release/net10.0/Shop.dll -o policies/shop.rbac.json", "cks adopt Shop.dll --quiet"];

    protected override Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken) => RunAsync(parsed.GetValue(_file)!, console, cancellationToken);

    /// <summary>Reads an assembly and writes its policy.</summary>
    public static async Task<int> RunAsync(string file, ToolConsole console, CancellationToken cancellationToken)
    {
        if (Read(file, console.Error) is not { } adopted)
            return ExitCode.WrongUse;
        var text = adopted.Write();
        // What is written is a policy that loads, whatever the names in an assembly were.
        if (PolicyReader.Read(file, Encoding.UTF8.GetBytes(text)) is { Diagnostics: { Count: > 0 } refused })
        {
            console.Error($"What \"{file}\" says makes no policy:");
            console.Findings(refused);
            return ExitCode.WrongUse;
        }

        await console.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        console.Findings(adopted.Findings);
        console.Note(adopted.Findings.Count == 0 ? "Everything was read." : $"{adopted.Findings.Count} rules were not read, and are denied.");
        return adopted.Findings.Count == 0 ? ExitCode.Fine : ExitCode.Findings;
    }

    /// <summary>Reads an assembly; <see langword="null"/> where it is none, after saying so.</summary>
    public static AdoptedPolicy? Read(string file, Action<string> error)
    {
        try
        {
            using var assembly = AppAssembly.Open(file);
            if (assembly.IsReference)
            {
                error($"\"{file}\" is a reference assembly: it has no code to read. Take the one from bin, not from obj/ref.");
                return null;
            }

            var policies = new AppPolicies(assembly);
            var endpoints = new AppEndpoints(assembly, policies);
            return new(file, endpoints.Find(), policies, [.. endpoints.Others()]);
        }
        catch (Exception e) when (e is BadImageFormatException or ArgumentException or InvalidOperationException or OverflowException or IndexOutOfRangeException)
        {
            // Whatever is wrong with the bytes, the reader of the framework says so by one of these.
            error($"\"{file}\" is no assembly that can be read: {e.Message}");
            return null;
        }
    }
}
