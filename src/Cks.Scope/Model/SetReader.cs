using Cks.Core;

namespace Cks.Scope;

/// <summary>Reads <c>sets</c>: unions of ways to rows of one entity.</summary>
internal sealed class SetReader(ScopeDraft draft)
{
    public void Read(IEnumerable<SourceNode> nodes)
    {
        foreach (var node in nodes)
        {
            var before = draft.Diagnostics.Total;
            var set = ReadSet(node);
            draft.Sets[node.Name] = draft.Diagnostics.Total == before ? set : null;
        }
    }

    private ScopeSetDeclaration? ReadSet(SourceNode node)
    {
        var reader = SourceReader.Of(node, draft.Diagnostics);
        var before = draft.Diagnostics.Total;
        var entity = draft.EntityOf(reader.Required("entity"));
        var (own, below) = (reader.Strings("own"), reader.Strings("below"));
        var answer = reader.OptionalString("as") ?? node.Name;
        var filters = new FilterReader(draft);
        var where = filters.Read(reader.Members("where"));
        reader.Complete();
        if (draft.Relations.Exists(r => r.Name == node.Name))
            draft.Diagnostics.Add(CksCodes.AmbiguousRelation, node.NamePlace, $"\"{node.Name}\" is a relation and a set.", "Give one of the two another name; \"as\" sets the key in the answer.");
        if (own.Count + below.Count == 0 && draft.Diagnostics.Total == before)
            draft.Diagnostics.Add(CksCodes.UnknownRelation, node.NamePlace, $"The set \"{node.Name}\" has no way to its rows.", "Name relations in \"own\" or \"below\".");
        if (entity is null || !draft.IsWhole)
            return null;
        var leading = draft.Relations.Where(r => r.To == entity).Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in own.Concat(below))
            CheckLeads(name, entity, leading);
        return new(node.Name, answer, entity, [.. own.Select(n => n.Text!)], below, [.. where.Select(w => filters.Bind(entity, w)).OfType<RowFilter>()]);
    }

    private void CheckLeads(SourceNode name, ScopeEntity entity, HashSet<string> leading)
    {
        var steps = name.Text![..(name.Text!.LastIndexOf('/') + 1)];
        if (!leading.Contains(name.Text![steps.Length..]))
            draft.Diagnostics.AddUnknown(CksCodes.UnknownRelation, name, $"No relation \"{name.Text![steps.Length..]}\" leads to \"{entity.Name}\".", name.Text!, [.. leading.Select(l => steps + l)]);
    }
}
