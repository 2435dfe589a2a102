using System.CommandLine;
using Cks.HubConfig;

namespace Cks.Cli;

/// <summary>The layers that a verb is about, one option for each kind.</summary>
internal sealed class LayerOptions
{
    private readonly (HubLayerKind Kind, Option<string[]> Files)[] _kinds =
    [
        (HubLayerKind.Base, Of("--base", "What all hubs share.")),
        (HubLayerKind.Role, Of("--role", "The hub of the role.")),
        (HubLayerKind.Environment, Of("--environment", "The layer of an environment.")),
        (HubLayerKind.Tenant, Of("--tenant", "The layer of a tenant.")),
        (HubLayerKind.Experiment, Of("--experiment", "An experiment.")),
        (HubLayerKind.Preview, Of("--preview", "What is tried out.")),
    ];

    /// <summary>Adds the options to a verb that needs layers.</summary>
    public void AddTo(Command command)
    {
        AddOptionalTo(command);
        command.Validators.Add(result =>
        {
            if (!_kinds.Any(k => result.GetResult(k.Files) is { Implicit: false }))
                result.AddError("Name the layers: --base FILE, --role FILE, --tenant FILE.");
        });
    }

    /// <summary>Adds the options to a verb that can do without them.</summary>
    public void AddOptionalTo(Command command)
    {
        foreach (var (_, files) in _kinds)
            command.Add(files);
    }

    /// <summary>The documents, the lowest first.</summary>
    public async Task<IReadOnlyList<HubLayerSource>> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var layers = new List<HubLayerSource>();
        foreach (var (kind, files) in _kinds)
            foreach (var file in parsed.GetValue(files) ?? [])
                layers.Add(new(kind, kind == HubLayerKind.Base ? "" : Path.GetFileNameWithoutExtension(file), file, await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false)));
        return layers;
    }

    /// <summary>The hub that the layers make; findings are written, and <see langword="null"/> when there is none.</summary>
    public async Task<LayeredDocument?> MergeAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var made = LayeredHub.Read(await ReadAsync(parsed, cancellationToken).ConfigureAwait(false));
        console.Findings(made.Diagnostics);
        return made.Value;
    }

    private static Option<string[]> Of(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}
