using Cks.Core;

namespace Cks.Scope;

/// <summary>Reads <c>relations</c>.</summary>
internal sealed class RelationReader(ScopeDraft draft)
{
    /// <summary>The columns that a relation needs: they belong to the tables, which are declared before relations are read.</summary>
    public static IEnumerable<(string Entity, string Column)> ColumnsOf(SourceNode relation)
    {
        if (relation.TryGet("by", out var by) && relation.TryGet("to", out var to))
            yield return (to.Text ?? "", by.Text ?? "");
        if (relation.TryGet("on", out var on) && relation.TryGet("from", out var from))
            yield return (from.Text ?? "", on.Text ?? "");
        if (relation.TryGet("through", out var through) && through.TryGet("entity", out var entity))
            foreach (var end in new[] { "from", "to" })
                if (through.TryGet(end, out var column))
                    yield return (entity.Text ?? "", column.Text ?? "");
    }

    /// <summary>The columns that say since when a relation is.</summary>
    public static IEnumerable<(string Entity, string Column)> MomentsOf(SourceNode relation)
    {
        if (relation.TryGet("since", out var since) && relation.TryGet("to", out var to))
            yield return (to.Text ?? "", since.Text ?? "");
    }

    public void Read(IEnumerable<SourceNode> nodes)
    {
        foreach (var node in nodes)
        {
            var before = draft.Diagnostics.Total;
            ReadRelation(node);
            if (draft.Diagnostics.Total > before)
                draft.MarkBroken();
        }
    }

    private void ReadRelation(SourceNode node)
    {
        var reader = SourceReader.Of(node, draft.Diagnostics);
        var name = reader.RequiredString("name");
        var (from, to) = (draft.EntityOf(reader.Required("from")), draft.EntityOf(reader.Required("to")));
        var (by, on, through, parent) = (reader.Optional("by"), reader.Optional("on"), reader.Optional("through"), reader.Boolean("parent"));
        var since = reader.Optional("since");
        reader.Complete();
        if ((by is null) == (through is null))
            draft.Diagnostics.Add(CksCodes.UnknownRelation, node, "A relation is given by exactly one of \"by\" and \"through\".", "Name the column of the target that holds the key, or the link table.");
        if (parent && (by is null || on is not null))
            draft.Diagnostics.Add(CksCodes.UnknownRelation, reader.Optional("parent")!.NamePlace, "A parent is known by a column of its child that holds its key.", "Write \"by\" and neither \"through\" nor \"on\", or take \"parent\" out.");
        if (since is not null && !parent)
            draft.Diagnostics.Add(CksCodes.UnknownRelation, since.NamePlace, "Only a parent is known since a moment.", "Write \"parent\": true, or take \"since\" out.");
        if (from is null || to is null || (since is not null && SourceReader.TextOf(since, draft.Diagnostics) is null) || (since is not null && !ColumnName.Check(since, draft.Diagnostics)))
            return;
        if (draft.Relations.Exists(r => r.Name == name && r.From == from))
            draft.Diagnostics.Add(CksCodes.AmbiguousRelation, reader.Optional("name") ?? node, $"\"{from.Name}\" has two relations \"{name}\".", "Give one of them another name.");
        if (parent && draft.Relations.Find(r => r.IsParent && r.To == to) is { } other)
            draft.Diagnostics.Add(CksCodes.AmbiguousRelation, reader.Optional("parent")!.NamePlace, $"\"{to.Name}\" has two parents, \"{other.From.Name}\" and \"{from.Name}\".", "Take \"parent\" out of one of the two relations.");
        else if (parent && (from == to || draft.Above(from).Contains(to)))
            draft.Diagnostics.Add(CksCodes.AmbiguousRelation, reader.Optional("parent")!.NamePlace, $"The parents of \"{to.Name}\" lead back to it.", "Take \"parent\" out of one of the relations of the circle.");
        var column = on is null ? null : draft.ColumnOf(from, on);
        var link = by is null && through is not null ? ReadLink(through) : null;
        // A key is unique within its tenant only (S01): in a link table without one it could be anybody's.
        if (link is { Entity: { Tenant: null } table } && to.Tenant is not null)
            draft.Diagnostics.Add(CksCodes.MissingTenant, through!.TryGet("entity", out var place) ? place : node, $"\"{table.Name}\" is shared and links rows of \"{to.Name}\", whose keys stand for another row in each tenant.", $"Name the columns \"tenant\" and \"test\" of \"{table.Name}\".");
        if (by is not null)
            draft.Relations.Add(new(name, from, to) { By = draft.ColumnOf(to, by), On = column, IsParent = parent, Since = since is null ? null : to.Table.Columns.First(c => c.Name == since.Text) });
        else if (link is not null)
            draft.Relations.Add(new(name, from, to) { Link = link, On = column });
    }

    private ScopeLink? ReadLink(SourceNode node)
    {
        var reader = SourceReader.Of(node, draft.Diagnostics);
        var entity = draft.EntityOf(reader.Required("entity"));
        var (from, to) = (reader.Required("from"), reader.Required("to"));
        reader.Complete();
        return entity is not null && from is not null && to is not null && draft.ColumnOf(entity, from) is { } f && draft.ColumnOf(entity, to) is { } t ? new(entity, f, t) : null;
    }
}
