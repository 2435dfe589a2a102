using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Cks.Core;

namespace Cks.QueryBuilder;

/// <summary>
/// What rows come from: a declared table, an <see cref="Alias">alias</see> of one, or a query that is <see cref="Query.AsTable">used as a table</see>. Compared by reference.
/// </summary>
public sealed class Table
{
    /// <summary>Greatest number of an alias, or of a query used as a table: 16.</summary>
    public const int LastNumber = 16;

    private static int _lastId;
    private readonly FrozenDictionary<string, Column> _byName;
    private readonly Column[] _origin;
    private readonly Table?[] _aliases;

    /// <summary>A declared table.</summary>
    internal Table(string name, Action<TableBuilder> declare, string? within = null)
    {
        (Name, Within) = (name, within);
        Quoted = $"\"{name}\"";
        Source = within is null ? Quoted : $"\"{within}\".{Quoted}";
        _aliases = new Table?[LastNumber + 1];
        var builder = new TableBuilder(this);
        declare(builder);
        AllColumns = _origin = builder.Columns;
        Columns = AllColumns.AsReadOnly();
        if (AllColumns.Length == 0)
            throw new CksConfigurationException(CksCodes.InvalidIdentifier, name, "The table has no column.", "Declare at least one.");
        _byName = Columns.ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);
        AllRows = new Query(this);
    }

    /// <summary>Another name of a declared table.</summary>
    private Table(Table declared, int number)
    {
        Name = $"{declared.Name}#{number}";
        Quoted = $"\"#{number}:{declared.Name[..Math.Min(declared.Name.Length, 56)]}\"";
        Source = $"{declared.Source} AS {Quoted}";
        (_aliases, _origin, Declared) = ([], declared.AllColumns, declared);
        AllColumns = Array.ConvertAll(_origin, c => c.In(this, $"{Quoted}.{c.Bare}", QueryBuilder.Column.NextKey()));
        Columns = AllColumns.AsReadOnly();
        _byName = Columns.ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);
        AllRows = new Query(this);
    }

    /// <summary>What a query returns. A name that no declared table can have.</summary>
    internal Table(int number, Column[] origin, TableDefinition definition)
    {
        Query.CheckWidth(origin.Length);
        (Number, Definition, _origin, _aliases) = (number, definition, origin, []);
        Name = $"#{number}";
        Quoted = Source = $"\"{Name}\"";
        AllColumns = new Column[origin.Length];
        for (var i = 0; i < origin.Length; i++)
            AllColumns[i] = origin[i].In(this, $"{Quoted}.\"c{i + 1}\"", ColumnTerm.KeyOfMade(number, i, origin[i].Kind));
        Columns = AllColumns.AsReadOnly();
        _byName = FrozenDictionary<string, Column>.Empty; // a name may stand twice among what a query selects
        AllRows = new Query(this);
    }

    private Table(Table made, TableDefinition definition)
    {
        (Number, Name, Quoted, Source) = (made.Number, made.Name, made.Quoted, made.Source);
        AllColumns = _origin = Array.ConvertAll(made.AllColumns, c => c.Shape);
        (Columns, Definition, _aliases, _byName) = (AllColumns, definition, [], FrozenDictionary<string, Column>.Empty);
        AllRows = new Query(this);
    }

    /// <summary>Its name in the database; of an alias or a query, a name that no table has.</summary>
    public string Name { get; }

    /// <summary>The declared table that an alias is another name of; else the table itself.</summary>
    public Table Declared { get => field ?? this; }

    /// <summary>Its columns, in the order of declaration.</summary>
    public IReadOnlyList<Column> Columns { get; }

    internal int Id { get; } = Interlocked.Increment(ref _lastId);

    internal int Number { get; }

    /// <summary>The schema of the database that a declared table is in; <see langword="null"/> for the current one.</summary>
    internal string? Within { get; }

    /// <summary>What names it before a column.</summary>
    internal string Quoted { get; }

    /// <summary>What stands after FROM, unless it is a query.</summary>
    internal string Source { get; }

    internal Column[] AllColumns { get; }

    internal Query AllRows { get; }

    /// <summary>What it is made of in the query itself; nothing for what the schema declares.</summary>
    internal TableDefinition? Definition { get; }

    internal bool IsMade => Definition is not null;

    internal bool IsAlias => Definition is null && _aliases.Length == 0;

    /// <summary>
    /// The same table under another name, so that one query can read it twice. The number tells the aliases of a table apart; the same number gives the same alias.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not 1 to <see cref="LastNumber"/>.</exception>
    /// <exception cref="InvalidOperationException">This is no declared table.</exception>
    public Table Alias(int number = 1)
    {
        CheckNumber(number);
        if (_aliases.Length == 0)
            throw new InvalidOperationException("Take the alias of the declared table.");
        return Volatile.Read(ref _aliases[number]) ?? Interlocked.CompareExchange(ref _aliases[number], new(this, number), null) ?? _aliases[number]!;
    }

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

    /// <summary>The column that an alias has for a column of its table, or that a query used as a table has for one that it selects.</summary>
    /// <exception cref="ArgumentException">The table of the alias has no such column, or the query does not select it.</exception>
    public Column<T> Column<T>(Column<T> origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var index = Array.FindIndex(_origin, c => ReferenceEquals(c, origin) || (c.Term is not null && c.Key == origin.Key && c.Legs.AsSpan().SequenceEqual(origin.Legs)));
        return index < 0 ? throw new ArgumentException($"{Name} has no column for {origin}.", nameof(origin)) : (Column<T>)AllColumns[index];
    }

    /// <summary>Looks a column of a declared table or alias up by exactly this name; for names that come from outside. Never throws.</summary>
    public bool TryColumn(string? name, [NotNullWhen(true)] out Column? column)
    {
        column = null;
        return SqlName.CouldBe(name) && _byName.TryGetValue(name, out column);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal static void CheckNumber(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, LastNumber);
    }

    /// <summary>Whether the two are one and the same in the text. Of a common table it says what it is made of where it is named, and only there.</summary>
    internal static bool SameShape(Table a, Table b, bool areNamed) =>
        ReferenceEquals(a, b)
        || (a.Definition is { } mine && b.Definition is { } its && a.Number == b.Number && TableDefinition.SameShape(mine, its, areNamed) && SameKeys(a.AllColumns, b.AllColumns));

    /// <summary>The same without the values that it holds; good for nothing but a comparison.</summary>
    internal Table WithoutValues(bool isNamed) => Definition is null ? this : new(this, Definition.WithoutValues(isNamed));

    private static bool SameKeys(Column[] a, Column[] b)
    {
        var same = a.Length == b.Length;
        for (var i = 0; same && i < a.Length; i++)
            same = a[i].Key == b[i].Key;
        return same;
    }
}
