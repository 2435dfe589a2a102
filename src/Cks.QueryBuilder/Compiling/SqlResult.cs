using System.Globalization;
using System.Text;

namespace Cks.QueryBuilder;

/// <summary>A compiled query or write: a text that holds no value, and the values beside it.</summary>
public sealed class SqlResult
{
    private readonly CompiledShape _shape;
    private readonly object[] _values;
    private Dictionary<string, object?>? _named;

    internal SqlResult(CompiledShape shape, object[] values) => (_shape, _values) = (shape, values);

    /// <summary>The text, with parameters <c>@p0</c>, <c>@p1</c> and so on in the order of <see cref="Bindings"/>.</summary>
    public string Sql => _shape.Sql;

    /// <summary>The values in the order of their parameters, in the types that the dialect's provider takes.</summary>
    public IReadOnlyList<object?> Bindings => _values;

    /// <summary>The values by parameter name, the <c>@</c> included; what Dapper takes as parameters.</summary>
    public IReadOnlyDictionary<string, object?> NamedBindings => _named ??= Name();

    /// <summary>Names the text: sixteen hexadecimal digits of its hash, the same in every process. Safe as a tag: it tells nothing about values.</summary>
    public string ShapeId => _shape.Id;

    internal string PositionalSql => _shape.PositionalSql;

    internal static string NameOf(int value) => $"@p{value}";

    /// <summary>The text with other words for <c>@p0</c>, <c>@p1</c> and so on. No name, tag or constant of a text holds an <c>@</c>.</summary>
    internal static string Renumber(string sql, Func<int, string> word)
    {
        var text = new StringBuilder(sql.Length);
        var rest = sql.AsSpan();
        for (var at = rest.IndexOf('@'); at >= 0; at = rest.IndexOf('@'))
        {
            text.Append(rest[..at]);
            rest = rest[(at + 2)..];
            var digits = rest.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : rest.Length;
            text.Append(word(int.Parse(rest[..digits], CultureInfo.InvariantCulture)));
            rest = rest[digits..];
        }

        return text.Append(rest).ToString();
    }

    /// <summary>The text; never the values.</summary>
    public override string ToString() => Sql;

    private Dictionary<string, object?> Name()
    {
        var named = new Dictionary<string, object?>(_values.Length, StringComparer.Ordinal);
        for (var i = 0; i < _values.Length; i++)
            named.Add(NameOf(i), _values[i]);
        return named;
    }
}
