using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Cks.Core;

namespace Cks.QueryBuilder;

/// <summary>
/// The tables and columns that queries may name: immutable, declared once in code. This is the only place where a name arrives as text;
/// everywhere else a query takes the <see cref="QueryBuilder.Table"/> and <see cref="Column"/> objects that come from here.
/// </summary>
public sealed class SqlSchema
{
    private readonly FrozenDictionary<string, Table> _tables;

    private SqlSchema(IEnumerable<Table> tables) => _tables = tables.ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>Every declared table, in no particular order.</summary>
    public IReadOnlyCollection<Table> Tables => _tables.Values;

    /// <summary>Declares a schema.</summary>
    /// <exception cref="CksConfigurationException">A name is not <c>[a-z_][a-z0-9_]{0,62}</c> or stands twice, a table has no column, or a column type is not supported (CKS306).</exception>
    public static SqlSchema Create(Action<SqlSchemaBuilder> declare)
    {
        ArgumentNullException.ThrowIfNull(declare);
        var builder = new SqlSchemaBuilder();
        declare(builder);
        return new(builder.Tables);
    }

    /// <summary>The table with exactly this name; for names that stand in code or in a document that is checked at start-up.</summary>
    /// <exception cref="CksConfigurationException">There is no such table (CKS301).</exception>
    public Table Table(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryTable(name, out var table)
            ? table
            : throw new CksConfigurationException(
                CksCodes.UnknownEntity, "schema", $"The table \"{name}\" is not declared.", DidYouMean.Sentence(name, _tables.Keys));
    }

    /// <summary>Looks a table up by exactly this name; for names that come from outside. Never throws.</summary>
    public bool TryTable(string? name, [NotNullWhen(true)] out Table? table)
    {
        table = null;
        return SqlName.CouldBe(name) && _tables.TryGetValue(name, out table);
    }
}
