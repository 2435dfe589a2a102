using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Cks.Core;

namespace Cks.QueryBuilder;

/// <summary>A declared table. Compared by reference.</summary>
public sealed class Table
{
    private static int _lastId;
    private readonly FrozenDictionary<string, Column> _byName;

    internal Table(string name, Action<TableBuilder> declare)
    {
        Name = name;
        Quoted = $"\"{name}\"";
        var builder = new TableBuilder(this);
        declare(builder);
        AllColumns = builder.Columns;
        Columns = AllColumns.AsReadOnly();
        if (AllColumns.Length == 0)
            throw new CksConfigurationException(CksCodes.InvalidIdentifier, name, "The table has no column.", "Declare at least one.");
        _byName = Columns.ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);
        AllRows = new Query(this);
    }

    /// <summary>Its name in the database.</summary>
    public string Name { get; }

    /// <summary>Its columns, in the order of declaration.</summary>
    public IReadOnlyList<Column> Columns { get; }

    internal int Id { get; } = Interlocked.Increment(ref _lastId);

    internal string Quoted { get; }

    internal Column[] AllColumns { get; }

    internal Query AllRows { get; }

    /// <summary>The column with exactly this name and type; for names that stand in code or in a document that is checked at start-up.</summary>
    /// <typeparam name="T">The type with which the column is declared, nullability included.</typeparam>
    /// <exception cref="CksConfigurationException">There is no such column, or it has another type (CKS307).</exception>
    public Column<T> Column<T>(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!TryColumn(name, out var column))
        {
            throw new CksConfigurationException(
                CksCodes.UnknownColumn, Name, $"The table \"{Name}\" has no column \"{name}\".", DidYouMean.Sentence(name, _byName.Keys));
        }

        return column as Column<T> ?? throw new CksConfigurationException(
            CksCodes.UnknownColumn, Name, $"The column \"{Name}.{name}\" is not of the type asked for.", $"Ask for {column.TypeName}, as it is declared.");
    }

    /// <summary>Looks a column up by exactly this name; for names that come from outside. Never throws.</summary>
    public bool TryColumn(string? name, [NotNullWhen(true)] out Column? column)
    {
        column = null;
        return SqlName.CouldBe(name) && _byName.TryGetValue(name, out column);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
