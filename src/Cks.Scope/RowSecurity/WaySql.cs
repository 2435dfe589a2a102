using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Writes ways as the text of functions that know the viewer by <c>cks_rls</c>; the meaning is that of <see cref="StrategyQueries"/>.</summary>
internal sealed class WaySql(CompiledStrategy strategy, string schema)
{
    public const string Tenant = "(SELECT cks_rls.tenant())";
    public const string Test = "(SELECT cks_rls.test())";
    public const string Code = "(SELECT cks_rls.code())";

    private readonly SortedSet<(string Table, string Name)> _seen = [];
    private readonly List<Column> _reads = [];
    private int _tables;

    /// <summary>What the column at the end of a way must be among.</summary>
    public (string Text, IReadOnlyCollection<Column> Reads) Above(ScopePath path)
    {
        var (steps, count) = (path.Steps, path.Steps.Count);
        var text = steps[^1].Link is { } link
            ? Select(link.Entity, link.To, at => In(at, link.From, path, count), "DISTINCT ", "::text")
            : Members(path, count, steps[^1].On is null ? "" : "DISTINCT ", "::text");
        return (text, _reads);
    }

    /// <summary>A column of the viewer's own record.</summary>
    public (string Text, IReadOnlyCollection<Column> Reads) Own(Column column) => (Select(strategy.Viewer, column, Mine), _reads);

    /// <summary>The columns of a row that say whose it is.</summary>
    public static IEnumerable<string> Visible(string? at, ScopeEntity entity)
    {
        if (entity.Tenant is { } tenant)
            yield return $"{NameOf(at, tenant)} = {Tenant}";
        if (entity.Test is { } test)
            yield return $"{NameOf(at, test)} = {Test}";
    }

    public static string NameOf(string? at, Column column) => at is null ? PostgresText.Quote(column.Name) : $"{at}.{PostgresText.Quote(column.Name)}";

    private string Members(ScopePath path, int count, string distinct = "", string type = "")
    {
        var (step, above) = (path.Steps[count - 1], path.Steps[count - 1].From);
        return Select(above, step.On ?? above.Key, Where, distinct, type);

        string Where(string at) => count == 1 ? Mine(at)
            : count - 1 == path.LiveAfter && above.Archived is { } archived ? $"{Read(at, archived)} IS NULL AND {Reach(at, path, count - 1)}"
            : Reach(at, path, count - 1);
    }

    private string Reach(string at, ScopePath path, int count)
    {
        var step = path.Steps[count - 1];
        return step.Link is { } link
            ? $"{Read(at, step.To.Key)} IN ({Select(link.Entity, link.To, to => In(to, link.From, path, count))})"
            : In(at, step.By!, path, count);
    }

    private string In(string at, Column column, ScopePath path, int count) =>
        count == 1 && path.Steps[0].On is null ? $"{Read(at, column)} = {Code}" : $"{Read(at, column)} IN ({Members(path, count)})";

    private string Mine(string at) => $"{Read(at, strategy.Viewer.Key)} = {Code}";

    // A function of texts gives nothing else, whatever the column is.
    private string Select(ScopeEntity entity, Column column, Func<string, string> where, string distinct = "", string type = "")
    {
        var at = $"t{++_tables}";
        foreach (var mark in new Column?[] { entity.Tenant, entity.Test }.OfType<Column>())
            Read(at, mark);
        return $"SELECT {distinct}{Read(at, column)}{type} FROM {schema}{PostgresText.Quote(entity.Table.Name)} AS {at} WHERE {string.Join(" AND ", [.. Visible(at, entity), where(at)])}";
    }

    private string Read(string at, Column column)
    {
        if (_seen.Add((column.Table.Name, column.Name)))
            _reads.Add(column);
        return NameOf(at, column);
    }
}
