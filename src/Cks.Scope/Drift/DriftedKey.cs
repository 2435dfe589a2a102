using System.Data.Common;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>A copied key with the chain of parents that it is copied from: the rows in which the two differ.</summary>
internal sealed class DriftedKey
{
    private readonly Column<string> _said;

    public DriftedKey(ScopeModel model, ScopeKey key)
    {
        Key = key;
        var steps = new List<ScopeRelation>();
        for (var at = key.Entity; at != key.Ancestor; at = steps[^1].From)
            steps.Add(model.ParentRelationOf(at)!);
        Rows = Compare(steps, out _said);
    }

    public ScopeKey Key { get; }

    /// <summary>The rows whose copy is not what the chain says. Those without tenant are nobody's.</summary>
    public Query Rows { get; }

    /// <summary>Some of the rows, by tenant and key, behind one of them.</summary>
    public Query Page(Drift? after, int limit)
    {
        var page = Selected(Rows);
        page = (Key.Entity.Tenant is { } tenant ? page.OrderBy(tenant) : page).OrderBy(Key.Entity.Key).Limit(limit);
        return after is null ? page : Key.Entity.Tenant is null ? page.After(after.Code) : page.After(after.Tenant, after.Code);
    }

    /// <summary>Those of some rows of one tenant and test class that still differ.</summary>
    public Query Among(IReadOnlyList<Drift> rows) => Selected(Of(Rows, rows[0])).WhereIn(Key.Entity.Key, [.. rows.Select(r => r.Code)]);

    /// <summary>Some rows of one tenant and test class.</summary>
    public Query Named(IEnumerable<Drift> rows) => Of(Query.From(Key.Entity.Table), rows.First()).WhereIn(Key.Entity.Key, [.. rows.Select(r => r.Code)]);

    /// <summary>Reads a row of <see cref="Page"/> or <see cref="Among"/>.</summary>
    public Drift Read(DbDataReader row)
    {
        var (tenant, test) = (Key.Entity.Tenant is null ? "" : row.GetString(3), Key.Entity.Test);
        return new(row.GetString(0), Text(1), Text(2), tenant, test is not null && row.Value(test, row.FieldCount - 1));

        string? Text(int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);
    }

    private Query Selected(Query rows) => rows.Select(
        [Key.Entity.Key, Key.Column, _said, .. Key.Entity.Tenant is { } tenant ? [tenant] : Array.Empty<Column>(), .. Key.Entity.Test is { } test ? [test] : Array.Empty<Column>()]);

    private Query Of(Query rows, Drift row)
    {
        if (Key.Entity.Tenant is { } tenant)
            rows = rows.Where(tenant, Op.Eq, row.Tenant);
        return Key.Entity.Test is { } test ? rows.Where(test, Op.Eq, row.IsTest) : rows;
    }

    private Query Compare(List<ScopeRelation> steps, out Column<string> said)
    {
        var (own, used) = (Key.Entity, new Dictionary<string, int>(StringComparer.Ordinal) { [Key.Entity.Table.Name] = 0 });
        var (rows, link) = (Query.From(own.Table).WhereNotNull(own.Key), steps[0].By!);
        if (own.Tenant is { } whose)
            rows = rows.WhereNotNull(whose);
        foreach (var step in steps.Skip(1))
        {
            // Two entities may be of one table.
            var (entity, below) = (step.To, link);
            var number = used[entity.Table.Name] = used.TryGetValue(entity.Table.Name, out var last) ? last + 1 : 0;
            var table = number == 0 ? entity.Table : entity.Table.Alias(number);
            rows = rows.LeftJoin(table, on => Same(own.Test, entity.Test, Same(own.Tenant, entity.Tenant, on.Where(On(entity.Key), Op.Eq, below))));
            link = On(step.By!);

            ConditionGroup Same<T>(Column<T>? mine, Column<T>? theirs, ConditionGroup on) => mine is null || theirs is null ? on : on.Where(On(theirs), Op.Eq, mine);

            Column<T> On<T>(Column<T> column) => number == 0 ? column : table.Column(column);
        }

        var (copy, chain) = (Key.Column, link);
        said = chain;
        return rows.Where(differ => differ.Where(copy, Op.Ne, chain).OrWhere(absent => absent.WhereNull(copy).WhereNotNull(chain)).OrWhere(broken => broken.WhereNotNull(copy).WhereNull(chain)));
    }
}

/// <summary>A row that has drifted.</summary>
/// <param name="Code">Its key.</param>
/// <param name="Copy">What it holds.</param>
/// <param name="Said">What the chain says.</param>
/// <param name="Tenant">Its tenant.</param>
/// <param name="IsTest">Its test class.</param>
internal sealed record Drift(string Code, string? Copy, string? Said, string Tenant, bool IsTest)
{
    public DriftedRow ToRow() => new(Tenant, Code, Copy, Said);
}
