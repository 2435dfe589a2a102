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
        // A key stands for another row in each tenant, and a shared row is of none.
        if (entity.Tenant is null && parents.TakeWhile(p => p != above).Append(above).Any(p => p.Tenant is not null))
            draft.Diagnostics.Add(CksCodes.MissingTenant, node, $"\"{entity.Name}\" is shared and would hold a copy of a key that stands for another row in each tenant.", $"Name the columns \"tenant\" and \"test\" of \"{entity.Name}\", or take the scope key out.");
        if (draft.Relations.Exists(r => r.IsParent && r.To == entity && r.By == copy) && above != parents.FirstOrDefault())
            draft.Diagnostics.Add(CksCodes.AmbiguousRelation, column, $"\"{copy.Name}\" says which parent \"{entity.Name}\" has, and cannot be a copy of another key as well.", "Give the copy a column of its own.");
        if (draft.Keys.Exists(k => k.Column == copy))
            draft.Diagnostics.Add(CksCodes.AmbiguousRelation, column, $"\"{copy.Name}\" is a copy of two keys.", "Keep one of the two.");
        draft.Keys.Add(new(entity, copy, above));
    }
}
