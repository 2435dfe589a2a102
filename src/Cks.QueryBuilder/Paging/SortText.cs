using System.Diagnostics.CodeAnalysis;

namespace Cks.QueryBuilder;

/// <summary>
/// An order that a user wrote: <c>-created_at,name</c>, names with commas between them, a hyphen before those that descend, and nothing else.
/// A text is an order of declared columns or it is refused whole; no part of it reaches a database.
/// </summary>
public sealed class SortText
{
    /// <summary>Longest text that is looked at: 512 characters.</summary>
    public const int LongestText = 512;

    /// <summary>Most columns of an order: 8.</summary>
    public const int MostKeys = 8;

    private readonly SortKey[] _keys;

    private SortText(SortKey[] keys) => _keys = keys;

    /// <summary>The columns in their order, at least one, each once.</summary>
    public IReadOnlyList<SortKey> Keys => _keys;

    /// <summary>Reads an order of the columns of a table, by their declared names. Never throws.</summary>
    public static bool TryParse(string? text, Table table, [NotNullWhen(true)] out SortText? sort)
    {
        ArgumentNullException.ThrowIfNull(table);
        return TryParse(text, table.TryColumn, out sort);
    }

    /// <summary>Reads an order of the columns that are allowed, by the names that users know them by, at most 63 characters each. JSON has no order; a path in it does. Never throws.</summary>
    public static bool TryParse(string? text, IReadOnlyDictionary<string, Column> allowed, [NotNullWhen(true)] out SortText? sort)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        return TryParse(text, (string? name, [NotNullWhen(true)] out Column? column) =>
        {
            column = null;
            return SqlName.CouldBe(name) && allowed.TryGetValue(name, out column);
        }, out sort);
    }

    /// <summary>The query, ordered so after the order columns that it has already.</summary>
    /// <exception cref="ArgumentException">A column is not one that the query may order by.</exception>
    public Query Apply(Query query)
    {
        ArgumentNullException.ThrowIfNull(query);
        foreach (var (column, isDescending) in _keys)
            query = isDescending ? query.OrderByDesc(column) : query.OrderBy(column);
        return query;
    }

    /// <summary>The declared names, as a text that is read again.</summary>
    public override string ToString() => string.Join(',', _keys.Select(k => $"{(k.IsDescending ? "-" : "")}{k.Column.Name}"));

    private delegate bool Find(string? name, [NotNullWhen(true)] out Column? column);

    private static bool TryParse(string? text, Find find, [NotNullWhen(true)] out SortText? sort)
    {
        sort = null;
        if (text is not { Length: > 0 and <= LongestText })
            return false;
        var keys = new List<SortKey>(MostKeys);
        foreach (var range in text.AsSpan().Split(','))
        {
            var name = text.AsSpan(range);
            var isDescending = name is ['-', ..];
            if (keys.Count == MostKeys || !find(name[(isDescending ? 1 : 0)..].ToString(), out var column) || column.Kind == ColumnKind.Json || keys.Exists(k => k.Column == column))
                return false;
            keys.Add(new(column, isDescending));
        }

        sort = new([.. keys]);
        return true;
    }
}
