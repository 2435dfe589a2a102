using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>What becomes of one option in a migration. Nothing else can become of it, so that a tool which cannot see the application carries options as the host does.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Option">The option, as it is called before.</param>
internal sealed record OptionStep(OptionStepKind Kind, string Option)
{
    /// <summary>Of <see cref="OptionStepKind.Rename"/>: the name after it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Of <see cref="OptionStepKind.Default"/>: the value.</summary>
    public SourceNode? Value { get; init; }

    /// <summary>How long the text of that value is, in bytes.</summary>
    public int Length { get; init; }

    /// <summary>Of <see cref="OptionStepKind.Map"/>: texts by those that they take the place of.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>Makes the change.</summary>
    /// <param name="options">The options of a widget.</param>
    /// <returns>The option that stands in the way of it, with which nothing is changed; <see langword="null"/> for none.</returns>
    public SourceNode? Apply(SortedList<string, SourceNode> options)
    {
        var isThere = options.TryGetValue(Option, out var written);
        switch (Kind)
        {
            case OptionStepKind.Rename when isThere && options.ContainsKey(Name):
                return written;
            case OptionStepKind.Rename when isThere:
                options.Remove(Option);
                options.Add(Name, written!);
                break;
            case OptionStepKind.Remove:
                options.Remove(Option);
                break;
            case OptionStepKind.Default when !isThere:
                options.Add(Option, Value!);
                break;
            case OptionStepKind.Map when written is { Kind: JsonValueKind.String, Text: { } text } && Values.TryGetValue(text, out var next):
                // It stands where the old one does.
                options[Option] = MigrationTree.OfText(next, written).ToSource("");
                break;
        }

        return null;
    }
}
