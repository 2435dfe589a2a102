using Cks.Core;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Reads <c>activityTable</c>.</summary>
internal sealed class ActivityTableReader(ScopeDraft draft)
{
    public void Read(SourceNode node)
    {
        var before = draft.Diagnostics.Total;
        var reader = SourceReader.Of(node, draft.Diagnostics);
        var table = reader.RequiredString("table");
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] names = [.. ActivityTable.Texts, "test", "at"];
        foreach (var name in names)
            columns[name] = reader.RequiredString(name);
        var ids = reader.Members("ids").Select(ReadId).ToArray();
        reader.Complete();
        foreach (var place in names.Prepend("table").Select(reader.Optional).OfType<SourceNode>())
            ColumnName.Check(place, draft.Diagnostics);
        foreach (var kind in ids.Where(i => i.Name is AudienceFinder.Kinds.Actor or AudienceFinder.Kinds.Target))
            draft.Diagnostics.Add(CksCodes.InvalidName, kind.Place, $"Every event has an id \"{kind.Name}\".", "Give this one another name.");
        // Of a name that is used twice it would not be known what its column holds.
        foreach (var twice in columns.Select(c => c.Value).Concat(ids.Select(i => i.Column)).GroupBy(c => c, StringComparer.Ordinal).Where(g => g.Count() > 1 && draft.Diagnostics.Total == before))
            draft.Diagnostics.Add(CksCodes.UnknownColumn, node.NamePlace, $"The column \"{twice.Key}\" is named twice.", "Name each column once.");
        if (draft.Diagnostics.Total > before || Declare(node, table, columns, ids.Select(i => i.Column)) is not { } declared)
            return;
        draft.ActivityTable = new(declared, columns) { Ids = ids.ToDictionary(i => i.Name, i => (declared.Column<string>(i.Column), i.Entity!), StringComparer.Ordinal) };
    }

    private (string Name, SourceNode Place, string Column, ScopeEntity? Entity) ReadId(SourceNode node)
    {
        var reader = SourceReader.Of(node, draft.Diagnostics);
        var (column, entity) = (reader.RequiredString("column"), draft.EntityOf(reader.Required("entity")));
        reader.Complete();
        if (reader.Optional("column") is { } place)
            ColumnName.Check(place, draft.Diagnostics);
        if (entity is null)
            draft.MarkBroken();
        return (node.Name, node, column, entity);
    }

    private Table? Declare(SourceNode node, string table, Dictionary<string, string> columns, IEnumerable<string> ids)
    {
        try
        {
            return SqlSchema.Create(s => s.Table(table, t =>
            {
                foreach (var name in ActivityTable.Texts.Select(n => columns[n]).Concat(ids))
                    t.Column<string>(name);
                t.Column<bool>(columns["test"]).Column<DateTimeOffset>(columns["at"]);
            })).Table(table);
        }
        catch (CksConfigurationException e)
        {
            foreach (var finding in e.Diagnostics)
                draft.Diagnostics.Add(finding.Code, node.NamePlace, finding.Message, finding.Fix);
            return null;
        }
    }
}
