using System.Text.Json;
using Cks.Core;

namespace Cks.Scope;

/// <summary>Reads <c>metrics</c>.</summary>
internal sealed class MetricReader(ScopeDraft draft)
{
    private readonly HashSet<string> _relations = [.. draft.Relations.Select(r => r.Name)];
    private readonly HashSet<string> _rows = [.. draft.Relations.Select(r => r.Name), .. draft.Sets.Keys];

    public void Read(IEnumerable<SourceNode> nodes)
    {
        foreach (var node in nodes)
            ReadMetric(node);
    }

    private void ReadMetric(SourceNode node)
    {
        var (reader, before) = (SourceReader.Of(node, draft.Diagnostics), draft.Diagnostics.Total);
        var name = reader.OptionalString("as") ?? node.Name;
        if (reader.OptionalString("own") is { } field)
        {
            draft.Metrics[node.Name] = new OwnMetric(name, field, reader.Optional("own")!, Map(reader.Members("map")));
        }
        else
        {
            var (rows, within) = (reader.RequiredString("count"), reader.OptionalString("within"));
            if (within is not null && draft.Sets.ContainsKey(rows))
                draft.Diagnostics.Add(CksCodes.UnknownMetric, reader.Optional("within")!, $"\"{rows}\" is a set, which is not counted within another.", "Count a relation, or take \"within\" out.");
            CheckName(reader.Optional("count"), _rows);
            CheckName(reader.Optional("within"), _relations);
            draft.Metrics[node.Name] = new CountMetric(name, rows, within, new FilterReader(draft).Read(reader.Members("where")));
        }

        reader.Complete();
        if (draft.Diagnostics.Total > before)
            draft.Metrics[node.Name] = null;
    }

    // A name that nothing has is wrong here, whatever role uses the metric; whether it can be reached is asked for each role.
    private void CheckName(SourceNode? node, HashSet<string> known)
    {
        if (node?.Text is { } name && draft.IsWhole && !known.Contains(name))
            draft.Diagnostics.AddUnknown(CksCodes.UnknownRelation, node, $"There is no relation or set \"{name}\".", name, known);
    }

    private Dictionary<string, string> Map(IEnumerable<SourceNode> members)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (member.Kind == JsonValueKind.String)
                map[member.Name] = member.Text!;
            else
                draft.Diagnostics.Add(CksCodes.WrongKind, member, $"\"{member.Name}\" is no text.", "Write a text.");
        }

        return map;
    }
}
