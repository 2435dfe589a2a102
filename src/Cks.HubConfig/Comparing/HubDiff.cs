using System.Globalization;
using System.Text;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// What is different in one hub from another one, in words and with what it can do. It goes by what the hubs mean, not by how they are written: items are compared by their ids, an item that was moved is neither gone nor new,
/// and a document of an older version has no difference from itself in the current one.
/// </summary>
public sealed class HubDiff
{
    private HubDiff(IReadOnlyList<HubChange> changes) => Changes = changes;

    /// <summary>All changes, the greatest risk first; those of one risk in the order of the document.</summary>
    public IReadOnlyList<HubChange> Changes { get; }

    /// <summary>The greatest risk of all changes; <see langword="null"/> when there is none.</summary>
    public HubRisk? Risk => Changes.Count > 0 ? Changes[0].Risk : null;

    /// <summary>Whether the two hubs mean the same.</summary>
    public bool IsEmpty => Changes.Count == 0;

    /// <summary>Compares two hubs: documents as <see cref="HubDefinitionReader"/> read them, or what layers make, such as <see cref="HubSnapshot.Definition"/>. The permissions of a role that a policy gives are no part of it.</summary>
    /// <param name="before">The hub in use.</param>
    /// <param name="after">The one that takes its place.</param>
    public static HubDiff Between(HubDefinition before, HubDefinition after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new(HubComparison.Run(before, LayerTerms.None, after, LayerTerms.None));
    }

    /// <summary>Compares two hubs of the catalog, and what their layers say about later layers: what they leave to tenants (<c>delegable</c>), and what they lock (<c>$lock</c>).</summary>
    /// <param name="before">The hub in use.</param>
    /// <param name="after">The one that takes its place.</param>
    public static HubDiff Between(HubSnapshot before, HubSnapshot after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new(HubComparison.Run(before.Definition, LayerTerms.Of(before.Layers), after.Definition, LayerTerms.Of(after.Layers)));
    }

    /// <summary>The same of two hubs that layers make, as <see cref="LayeredHub.Read"/> gives them.</summary>
    /// <exception cref="CksConfigurationException">One of them is no whole hub; holds the findings.</exception>
    public static HubDiff Between(LayeredDocument before, LayeredDocument after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new(HubComparison.Run(DefinitionOf(before), LayerTerms.Of(before.Layers), DefinitionOf(after), LayerTerms.Of(after.Layers)));
    }

    /// <summary>One line for each change: its risk, its pointer and its words.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var change in Changes)
            text.Append(DiagnosticText.Printable(change.ToString())).Append('\n');
        return text.ToString();
    }

    /// <summary>Writes <c>risk</c> and <c>changes</c> into an object that was begun. Every member is always there.</summary>
    public void WriteMembers(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("risk", Risk is { } greatest ? Camel(greatest) : null);
        json.WriteStartArray("changes");
        foreach (var change in Changes)
        {
            json.WriteStartObject();
            json.WriteString("risk", Camel(change.Risk));
            json.WriteString("kind", Camel(change.Kind));
            json.WriteString("pointer", change.Pointer);
            json.WriteString("text", change.Text);
            WriteValue(json, "before", change.Before);
            WriteValue(json, "after", change.After);
            json.WriteString("behind", change.Behind);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The changes as one HTML page that needs nothing else. What comes from a document is text in it.</summary>
    /// <param name="title">Title of the page.</param>
    public string ToHtml(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        var page = new HtmlPage(title);
        page.Text(IsEmpty ? "The two hubs mean the same." : string.Create(CultureInfo.InvariantCulture, $"{Changes.Count} changes. Greatest risk: {HubChange.WordOf(Changes[0].Risk)}."));
        foreach (var risk in Changes.GroupBy(c => c.Risk))
            page.Table(HubChange.WordOf(risk.Key), ["Where", "Change", "Before", "After"], risk.Select(c => new HtmlRow(risk.Key > HubRisk.Other ? "gain" : "", [c.Pointer, c.Text, c.Before ?? "", c.After ?? ""])));
        return page.ToString();
    }

    private static HubDefinition DefinitionOf(LayeredDocument document)
    {
        var findings = new DiagnosticBag();
        return LoadResult<HubDefinition>.From(HubDefinitionReader.Read(document.Root, findings), findings).GetOrThrow();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, string? value)
    {
        json.WritePropertyName(name);
        // Written anew, so that it is encoded as everything else is.
        JsonElement.Parse(value ?? "null").WriteTo(json);
    }

    private static string Camel<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
