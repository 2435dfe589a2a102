using System.Security.Cryptography;
using System.Text;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>An index that is to be made.</summary>
/// <param name="Need">What it is for, all needs of its kind together.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sql">The statement that makes it.</param>
internal sealed record IndexDdl(IndexNeed Need, string Name, string Sql)
{
    private const int LongestName = 63;

    /// <summary>The fewest indexes that serve all the needs, in the order of their tables.</summary>
    /// <param name="needs">What no index serves.</param>
    /// <param name="catalog">What there is.</param>
    public static IReadOnlyList<IndexDdl> Of(IEnumerable<IndexNeed> needs, IndexCatalog catalog)
    {
        var made = new List<(IndexNeed Need, DatabaseIndex Index)>();
        // The one with most columns may serve the others.
        foreach (var need in needs.OrderByDescending(n => n.Order.Count).ThenByDescending(n => n.Columns.Count))
        {
            var at = made.FindIndex(m => need.IsServedBy(m.Index));
            if (at < 0)
                made.Add((need, IndexOf(need, catalog, [.. catalog.Indexes.Concat(made.Select(m => m.Index)).Select(i => i.Name)])));
            else
                made[at] = made[at] with { Need = made[at].Need with { Why = [.. made[at].Need.Why.Union(need.Why)] } };
        }

        return [.. made.OrderBy(m => m.Index.Table, StringComparer.Ordinal).ThenBy(m => m.Index.Name, StringComparer.Ordinal).Select(m => new IndexDdl(m.Need, m.Index.Name, SqlOf(m.Need, m.Index)))];
    }

    private static DatabaseIndex IndexOf(IndexNeed need, IndexCatalog catalog, HashSet<string> taken) => new(need.Table.Name, NameOf(need, taken), [.. need.Columns.Select(c => ColumnOf(need, c, catalog))]);

    private static IndexColumn ColumnOf(IndexNeed need, Column column, IndexCatalog catalog)
    {
        var isByCodePoint = column is not Column<string> || catalog.IsByCodePoint(need.Table.Name, column.Name);
        return new(column.Name, HasOwnCollation: isByCodePoint || !need.Order.Contains(column), isByCodePoint || need.Order.Contains(column), IsDescending: false);
    }

    private static string SqlOf(IndexNeed need, DatabaseIndex index) =>
        $"CREATE INDEX \"{index.Name}\" ON \"{need.Table.Name}\" ({string.Join(", ", index.Columns.Select(c => $"\"{c.Name}\"{(c.HasOwnCollation ? "" : " COLLATE \"C\"")}"))});";

    // By what it is for; the columns that every index begins with say nothing.
    private static string NameOf(IndexNeed need, HashSet<string> taken)
    {
        var isWhole = need.Essential == need.Equal[0] && need.Equal.Count > 1;
        Column[] columns = isWhole ? [need.Order[0]] : [need.Essential, .. need.Order.SkipLast(1)];
        var name = $"ix_{need.Table.Name}_{string.Join('_', columns.Select(c => c.Name))}";
        if (name.Length > LongestName)
            name = $"{name[..(LongestName - 11)]}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 4))}";
        for (var (number, first) = (2, name); taken.Contains(name); number++)
            name = $"{first}_{number}";
        return name;
    }
}
