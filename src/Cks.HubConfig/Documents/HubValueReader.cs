using System.Collections.Immutable;
using System.Collections.ObjectModel;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Reads what all parts of a hub document are made of: lists, maps, names, paths and numbers. What is wrong is reported, and left at its default.</summary>
internal sealed class HubValueReader(DiagnosticBag diagnostics)
{
    public DiagnosticBag Diagnostics => diagnostics;

    public ImmutableArray<T> List<T>(SourceReader parent, string name, Func<SourceReader, T> read, HashSet<string>? taken = null)
    {
        var ids = taken ?? new(StringComparer.Ordinal);
        return [.. Within(parent.Optional(name), name, parent.Items(name)).Select(node =>
        {
            var reader = SourceReader.Of(node, diagnostics);
            var item = read(reader);
            if (reader.Optional("id") is { Text: { } id } place && !ids.Add(id))
                Report(CksCodes.HubDuplicateId, place, $"The id \"{id}\" is taken in {(taken is null ? name : "widgets")}.", "Give each entry an id of its own.");
            reader.Complete();
            return item;
        })];
    }

    public IReadOnlyDictionary<string, T> Map<T>(SourceReader parent, string name, Func<SourceReader, SourceNode, T> read)
    {
        if (parent.Section(name) is not { } node)
            return ReadOnlyDictionary<string, T>.Empty;
        var reader = SourceReader.Of(node, diagnostics);
        var map = new SortedList<string, T>(StringComparer.Ordinal);
        foreach (var member in Within(node, name, [.. node.Properties.Values]))
            map.Add(member.Name, read(reader, member));
        return map.AsReadOnly();
    }

    private IEnumerable<SourceNode> Within(SourceNode? around, string name, IReadOnlyList<SourceNode> nodes)
    {
        if (nodes.Count > HubDefinitionReader.MaxEntries)
            Report(CksCodes.HubDocument, around!, $"\"{name}\" has {nodes.Count} entries; at most {HubDefinitionReader.MaxEntries} are read.", "Take entries out.");
        return nodes.Take(HubDefinitionReader.MaxEntries);
    }

    public HubColor Color(SourceReader reader, string name)
    {
        var text = reader.RequiredString(name);
        if (!HubColor.TryParse(text, out var color) && text.Length > 0)
            Report(CksCodes.HubUnsafeValue, reader.Optional(name)!, "This is not a colour.", "Write #rgb or #rrggbb.");
        return color;
    }

    public HubPath Path(SourceReader reader, string name)
    {
        var text = reader.RequiredString(name);
        if (!HubPath.TryParse(text, out var path) && text.Length > 0)
            Report(CksCodes.HubUnsafeValue, reader.Optional(name)!, "This is not a path of the application.", "Write segments of letters, digits, -, ., _ and ~, each after a single /, such as /jobs/open.");
        return path;
    }

    public int? Number(SourceReader reader, string name, int least, int most, string unit)
    {
        if (reader.OptionalInt32(name) is not { } number)
            return null;
        if (number >= least && number <= most)
            return number;
        Report(CksCodes.HubDocument, reader.Optional(name)!, $"{number} {unit} is out of range.", most == int.MaxValue ? $"Write {least} or more." : $"Write {least} to {most}.");
        return null;
    }

    public string RequiredName(SourceReader reader, string name) => reader.Required(name) is { } node ? NameOf(node) ?? "" : "";

    public string? OptionalName(SourceReader reader, string name) => reader.Optional(name) is { } node ? NameOf(node) : null;

    private string? NameOf(SourceNode node)
    {
        var text = SourceReader.TextOf(node, diagnostics);
        if (text is null || HubName.IsWellFormed(text))
            return text;
        Report(CksCodes.InvalidName, node, "This name is not allowed.", HubName.Form);
        return "";
    }

    public void CheckKey(SourceNode node)
    {
        if (!HubName.IsWellFormed(node.Name))
            Report(CksCodes.InvalidName, node.NamePlace, "The name of this property is not allowed.", HubName.Form);
    }

    public void Report(CksCode code, SourcePlace place, string message, string fix) => diagnostics.Add(code, place, message, fix);
}
