using Cks.Core;

namespace Cks.Scope;

/// <summary>Reads <c>scopeKeys</c>: copies of keys that an assignment has to write along with the parent.</summary>
internal sealed class ScopeKeyReader(ScopeDraft draft)
{
    public static IEnumerable<(string Entity, string Column)> ColumnsOf(SourceNode key)
    {
        if (key.TryGet("entity", out var entity) && key.TryGet("column", out var column))
            yield return (entity.Text ?? "", column.Text ?? "");
    }

    public void Read(IEnumerable<SourceNode> nodes)
    {
        foreach (var node in nodes)
            ReadKey(node);
    }

    private void ReadKey(SourceNode node)
    {
        var reader = SourceReader.Of(node, draft.Diagnostics);
        var entity = draft.EntityOf(reader.Required("entity"));
        var (column, ancestor) = (reader.Required("column"), reader.Required("ancestor"));
        var above = draft.EntityOf(ancestor);
        reader.Complete();
        if (entity is null || column is null || above is null || draft.ColumnOf(entity, column) is not { } copy || !draft.IsWhole)
            return;
        var parents = draft.Above(entity).ToArray();
        if (!parents.Contains(above))
            draft.Diagnostics.AddUnknown(CksCodes.UnknownRelation, ancestor!, $"\"{above.Name}\" is no parent of \"{entity.Name}\", nor of one of its parents.", above.Name, [.. parents.Select(p => p.Name)]);
        if (draft.Keys.Exists(k => k.Column == copy))
            draft.Diagnostics.Add(CksCodes.AmbiguousRelation, column, $"\"{copy.Name}\" is a copy of two keys.", "Keep one of the two.");
        draft.Keys.Add(new(entity, copy, above));
    }
}
