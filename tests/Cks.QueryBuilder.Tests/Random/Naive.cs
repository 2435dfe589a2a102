using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cks.QueryBuilder.Tests;

/// <summary>A column of a result or of a table.</summary>
// Sums: whether sums of it are exact and small.
internal sealed record Output(Column Column, Kind Kind, bool Sums);

/// <summary>What a condition, an order or a choice may name: a column, or a path in one. A row has a part for each table that is read; null where an outer join found none.</summary>
internal sealed record Field(Column Column, Kind Kind, bool Sums, Func<object?[]?[], object?> Get);

/// <summary>A table twice: as the library is told it, and its rows.</summary>
// Key: the columns that tell its rows apart, as far as they differ; nothing where no columns do.
// Size: about how many rows there are.
internal sealed record Source(Table Table, Output[] Columns, int[]? Key, Func<World, IReadOnlyList<object?[]>> Rows, int Size)
{
    public Field[] At(int place) => [.. Columns.Select((c, i) => new Field(c.Column, c.Kind, c.Sums, row => row[place]?[i]))];
}

/// <summary>What SQL means, written as plainly as can be; null is unknown.</summary>
internal static class Naive
{
    public static int Order(object a, object b) => (a, b) switch
    {
        (string x, string y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y)), // by code point, which UTF-16 is not
        (Guid x, Guid y) => string.CompareOrdinal($"{x:D}", $"{y:D}"),
        (byte[] x, byte[] y) => x.AsSpan().SequenceCompareTo(y),
        _ => ((IComparable)a).CompareTo(b),
    };

    public static int Order(object? a, object? b, bool descending, Nulls nulls) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => nulls == Nulls.First || (nulls == Nulls.Greatest && descending) ? -1 : 1,
        (_, null) => nulls == Nulls.First || (nulls == Nulls.Greatest && descending) ? 1 : -1,
        _ => descending ? Order(b, a) : Order(a, b),
    };

    public static bool? Compare(object? a, Op op, object? b) => a is null || b is null ? null : (op, Order(a, b)) switch
    {
        (Op.Eq, var order) => order == 0,
        (Op.Ne, var order) => order != 0,
        (Op.Lt, var order) => order < 0,
        (Op.Le, var order) => order <= 0,
        (Op.Gt, var order) => order > 0,
        (_, var order) => order >= 0,
    };

    public static bool? In(object? value, IReadOnlyCollection<object?> found)
    {
        if (found.Count == 0)
            return false;
        return value is null ? null : found.Any(f => Compare(value, Op.Eq, f) == true) ? true : found.Contains(null) ? null : false;
    }

    public static bool? All(IEnumerable<bool?> values) => values.Aggregate((bool?)true, (a, b) => a & b);

    public static bool? Any(IEnumerable<bool?> values) => values.Aggregate((bool?)false, (a, b) => a | b);

    public static string Fold(string text) => string.Concat(text.Select(c => char.IsAsciiLetterUpper(c) ? (char)(c + 32) : c));

    /// <summary>One text for a row and all that equal it; an average may differ in its last digits.</summary>
    public static string KeyOf(IEnumerable<object?> row) => string.Join(" | ", row.Select(value => value switch
    {
        null => "NULL",
        string text => $"'{text}'",
        double number => number == 0 ? "0" : number.ToString("G13", CultureInfo.InvariantCulture),
        byte[] bytes => $"x{Convert.ToHexString(bytes)}",
        DateTimeOffset instant => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        JsonElement json => Json.Canonical(json),
        _ => $"{value}",
    }));

    public static List<object?[]> Distinct(IEnumerable<object?[]> rows) => [.. rows.DistinctBy(KeyOf)];

    public static List<object?[]> Combine(TableKind kind, List<List<object?[]>> arms)
    {
        bool IsIn(List<object?[]> arm, object?[] row) => arm.Exists(r => KeyOf(r) == KeyOf(row));
        return kind switch
        {
            TableKind.UnionAll => [.. arms.SelectMany(a => a)],
            TableKind.Union => Distinct(arms.SelectMany(a => a)),
            TableKind.Intersect => Distinct(arms[0].Where(r => arms.Skip(1).All(a => IsIn(a, r)))),
            _ => Distinct(arms[0].Where(r => !arms.Skip(1).Any(a => IsIn(a, r)))),
        };
    }

    public static List<object?[]?[]> Join(QueryPart how, List<object?[]?[]> left, IReadOnlyList<object?[]> right, int places, Func<object?[]?[], bool?> on)
    {
        var joined = new List<object?[]?[]>();
        var (alone, met) = (new object?[]?[places], new HashSet<object?[]>(ReferenceEqualityComparer.Instance));
        foreach (var row in left)
        {
            var partners = right.Where(r => on([.. row, r]) == true).ToList();
            joined.AddRange(partners.Select(r => (object?[]?[])[.. row, r]));
            met.UnionWith(partners);
            if (partners.Count == 0 && how is QueryPart.LeftJoin or QueryPart.FullJoin)
                joined.Add([.. row, null]);
        }

        if (how is QueryPart.RightJoin or QueryPart.FullJoin)
            joined.AddRange(right.Where(r => !met.Contains(r)).Select(r => (object?[]?[])[.. alone, r]));
        return joined;
    }

    public static object? Sum(IEnumerable<object> values) => values.ToList() switch
    {
        [] => null,
        [double, ..] doubles => doubles.Sum(d => (double)d),
        var numbers => numbers.Sum(n => Convert.ToInt64(n, CultureInfo.InvariantCulture)),
    };

    public static object? Average(IEnumerable<object> values) => values.ToList() is { Count: > 0 } numbers ? numbers.Sum(n => Convert.ToDouble(n, CultureInfo.InvariantCulture)) / numbers.Count : null;
}
