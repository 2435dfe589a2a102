using System.Security.Cryptography;
using System.Text;

namespace Cks.QueryBuilder;

/// <summary>The text of a shape in one dialect.</summary>
internal sealed class CompiledShape(SqlCompiler compiler, string sql)
{
    private string? _positional;
    private string? _id;
    private Shared? _shared;

    public SqlCompiler Compiler { get; } = compiler;

    /// <summary>With named parameters, <c>@p0</c>.</summary>
    public string Sql { get; } = sql;

    /// <summary>With numbered parameters, <c>$1</c>, for providers that take them unnamed.</summary>
    public string PositionalSql => _positional ??= SqlResult.Renumber(Sql, n => $"${n + 1}");

    /// <summary>Sixteen hexadecimal digits of the text's hash.</summary>
    public string Id => _id ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)).AsSpan(0, 8));

    /// <summary>The same text where several parameters are one value; <paramref name="places"/> has the number of the value for each.</summary>
    public CompiledShape Sharing(int[] places)
    {
        if (_shared is { } shared && shared.Places.AsSpan().SequenceEqual(places))
            return shared.Shape;
        var shape = new CompiledShape(Compiler, SqlResult.Renumber(Sql, n => $"@p{places[n]}"));
        _shared = new(places, shape);
        return shape;
    }

    private sealed record Shared(int[] Places, CompiledShape Shape);
}
