using Cks.Core;

namespace Cks.Scope;

/// <summary>Reads <c>sets</c>: unions of ways to rows of one entity.</summary>
internal sealed class SetReader(ScopeDraft draft)
{
    public void Read(IEnumerable<SourceNode> nodes)
    {
        foreach (var node in nodes)
        {
            var before = draft.Diagnostics.Count;
            var set = ReadSet(node);
            draft.Sets[node.Name] = draft.Diagnostics.Count == before ? set : null;
        }
    }

    private ScopeSetDeclaration? ReadSet(SourceNode node)
    {
        var reader = SourceReader.Of(node, draft.Diagnostics);
        var entity = draft.EntityOf(reader.Required("entity"));
        var (own, below) = (reader.Strings("own"), reader.Strings("below"));
        var answer = reader.OptionalString("as") ?? node.Name;
        var filters = new FilterReader(draft.Diagnostics);
        var where = filters.Read(reader.Members("where"));
        reader.Complete();
        if (draft.Relations.Exists(r => r.Name == node.Name))
            draft.Diagnostics.Add(CksCodes.AmbiguousRelation, node.Location, $"\"{node.Name}\" is a relation and a set.", "Give one of the two another name; \"as\" sets the key in the answer.");
        if (own.Count + below.Count == 0)
            draft.Diagnostics.Add(CksCodes.UnknownRelation, node.Location, $"The set \"{node.Name}\" has no way to its rows.", "Name relations in \"own\" or \"below\".");
        if (entity is null || !draft.HasEveryEntity)
            return null;
        foreach (var name in own.Concat(below))
            CheckLeads(name, entity);
        return new(node.Name, answer, entity, [.. own.Select(n => n.Text!)], [.. below.Select(n => n.Text!)], [.. where.Select(w => filters.Bind(entity, w.Condition, w.Location)).OfType<RowFilter>()]);
    }

    private void CheckLeads(SourceNode name, ScopeEntity entity)
    {
        var leading = draft.Relations.Where(r => r.To == entity).Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        if (!leading.Contains(name.Text!.Split('/')[^1]))
            draft.Diagnostics.Add(CksCodes.UnknownRelation, name.Location, $"No relation \"{name.Text}\" leads to \"{entity.Name}\".", DidYouMean.Sentence(name.Text!, leading));
    }
}
