using System.Globalization;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A hub document as written: the screen of one role. Immutable; made by <see cref="HubDefinitionReader"/>. It gives a screen, never a right.</summary>
public sealed record HubDefinition
{
    /// <summary>Whose hub it is.</summary>
    public required HubMetadata Metadata { get; init; }

    /// <summary>Pages and actions.</summary>
    public required HubNavigation Navigation { get; init; }

    /// <summary>The first page.</summary>
    public required HubDashboard Dashboard { get; init; }

    /// <summary>What the screen offers, by the name of a capability or of an alias of the policy. <see langword="true"/> still needs the policy's permit.</summary>
    public required IReadOnlyDictionary<string, bool> Permissions { get; init; }

    /// <summary>Switched features by name.</summary>
    public required IReadOnlyDictionary<string, HubFeature> Features { get; init; }

    /// <summary>Flags by name: for whom, how many and when. One that has the name of a feature narrows it.</summary>
    public IReadOnlyDictionary<string, FeatureFlag> Flags { get; init; } = System.Collections.Immutable.ImmutableSortedDictionary<string, FeatureFlag>.Empty;

    /// <summary>Experiments by name: screens that are tried out side by side.</summary>
    public IReadOnlyDictionary<string, Experiment> Experiments { get; init; } = System.Collections.Immutable.ImmutableSortedDictionary<string, Experiment>.Empty;

    /// <summary>Endpoints and caching.</summary>
    public required HubDataFetching DataFetching { get; init; }

    /// <summary>Version of the form in which it was written; see <see cref="HubSchema"/>. What is read here is of the current one.</summary>
    public int SchemaVersion { get; init; } = HubSchema.CurrentVersion;

    /// <summary>The document in the current form, for the places of findings: each is where a person wrote the value.</summary>
    internal SourceNode? Source { get; init; }

    /// <summary>The document as written.</summary>
    internal SourceNode? Written { get; init; }

    /// <summary>Where a value stands, or the nearest value around it when it is absent. Steps are property names and array indexes.</summary>
    internal SourcePlace Locate(params ReadOnlySpan<string> steps) => Find(steps) is { } node ? node : SourceLocation.Whole(Metadata.Role);

    /// <summary>The same for the name in front of a value.</summary>
    internal SourcePlace LocateName(params ReadOnlySpan<string> steps) => Find(steps) is { } node ? node.NamePlace : SourceLocation.Whole(Metadata.Role);

    private SourceNode? Find(ReadOnlySpan<string> steps)
    {
        if (Source is not { } node)
            return null;
        foreach (var step in steps)
        {
            if (node.Kind == JsonValueKind.Array && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < node.Items.Count)
                node = node.Items[index];
            else if (node.TryGet(step, out var value))
                node = value;
            else
                break;
        }

        return node;
    }
}
