using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Why a value of a hub is what it is.</summary>
/// <param name="Pointer">The value, with items of lists by their ids: <c>/dashboard/widgets[id=stats]/maxItems</c>.</param>
/// <param name="Winner">The layer whose word counts. Of an object, and of a list whose items are merged, it is the one that brought it in.</param>
/// <param name="Hidden">What it hides, the latest layer first.</param>
public sealed record ValueProvenance(string Pointer, ProvenanceEntry Winner, IReadOnlyList<ProvenanceEntry> Hidden)
{
    /// <summary>The value; <see langword="null"/> where the winner took it out.</summary>
    public SourceNode? Value => Winner.Value;

    /// <summary>One line for the value and one for each that it hides: <c>25  tenant acme  hubs/tenants/acme.json:14:21  rev 8f1c22d0  replaced</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Pointer).Append('\n').Append(Line(Winner));
        foreach (var entry in Hidden)
            text.Append("\n  hides ").Append(Line(entry));
        return text.ToString();
    }

    private static string Line(ProvenanceEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{Json(entry.Value)}  {entry.Layer}  {entry.Location}  rev {entry.Layer.Revision}  {entry.Operation.ToString().ToLowerInvariant()}");

    private static string Json(SourceNode? value)
    {
        if (value is null)
            return "(none)";
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            value.WriteTo(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
