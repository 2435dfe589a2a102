namespace Cks.Samples.Portal.Database;

/// <summary>Rows of one table: strings, booleans, whole numbers, UTC times and nulls in the order of the columns.</summary>
internal sealed class SeedTable(string name, string columns)
{
    private readonly List<object?[]> _rows = [];

    public string Name { get; } = name;

    public IReadOnlyList<string> Columns { get; } = columns.Split(' ');

    public IReadOnlyList<object?[]> Rows => _rows;

    public void Add(object?[] row)
    {
        if (row.Length != Columns.Count)
            throw new ArgumentException($"{Name} has {Columns.Count} columns, and a row {row.Length} values.", nameof(row));
        _rows.Add(row);
    }
}
