using System.Text.Json;
using Cks.Core;

namespace Cks.Scope;

/// <summary>Reads <c>metrics</c>.</summary>
internal sealed class MetricReader(ScopeDraft draft)
{
    public void Read(IEnumerable<SourceNode> nodes)
    {
        foreach (var node in nodes)
            ReadMetric(node);
    }

    private void ReadMetric(SourceNode node)
    {
        var reader = SourceReader.Of(node, draft.Diagnostics);
        var name = reader.OptionalString("as") ?? node.Name;
        if (reader.OptionalString("own") is { } field)
        {
            draft.Metrics[node.Name] = new OwnMetric(name, field, Map(reader.Members("map")));
        }
        else
        {
            var (rows, within) = (reader.RequiredString("count"), reader.OptionalString("within"));
            if (within is not null && draft.Sets.ContainsKey(rows))
                draft.Diagnostics.Add(CksCodes.UnknownMetric, node.Location, $"\"{rows}\" is a set, which is not counted within another.", "Count a relation, or take \"within\" out.");
            draft.Metrics[node.Name] = new CountMetric(name, rows, within, [.. new FilterReader(draft.Diagnostics).Read(reader.Members("where")).Select(w => w.Condition)]);
        }

        reader.Complete();
    }

    private Dictionary<string, string> Map(IEnumerable<SourceNode> members)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (member.Kind == JsonValueKind.String)
                map[member.Name] = member.Text!;
            else
                draft.Diagnostics.Add(CksCodes.WrongKind, member.Location, $"\"{member.Name}\" is no text.", "Write a text.");
        }

        return map;
    }
}
