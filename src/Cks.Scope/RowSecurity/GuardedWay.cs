using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>
/// The part of a way that lies between the viewer and the rows at its end. Whoever is held by row level security does not see it, so a function of another role walks it and gives away nothing but
/// what a column of the rows must be among.
/// </summary>
internal sealed class GuardedWay
{
    private readonly CompiledStrategy _strategy;
    private readonly ScopePath _path;

    private GuardedWay(CompiledStrategy strategy, ScopePath path)
    {
        (_strategy, _path) = (strategy, path);
        var last = path.Steps[^1];
        Column = last.Link is null ? last.By! : path.Target.Key;
        // Ways that end differently and are the same up to there share it.
        Name = PostgresText.Name(strategy.Strategy.Role, (last.Link?.Entity ?? last.From).Name, Keys("").Text);
    }

    /// <summary>Name of the function; another one for another meaning, so that no application asks a function of an older model.</summary>
    public string Name { get; }

    /// <summary>The name under which the application's own queries find it.</summary>
    public string View => $"cks_{Name}";

    /// <summary>The column of the rows at the end.</summary>
    public Column<string> Column { get; }

    /// <summary>The first of the ways that it is of, as the model has it.</summary>
    public string Title => $"{_strategy.Strategy.Role}: the way of {string.Join('/', _path.Declared)}";

    public CompiledStrategy Strategy => _strategy;

    /// <summary>The way's middle; <see langword="null"/> where there is none: the way is one step by a column.</summary>
    public static GuardedWay? Of(CompiledStrategy strategy, ScopePath path) => path.Steps is [{ Link: null, On: null }] ? null : new(strategy, path);

    /// <summary>The query of the function, and the columns that it reads.</summary>
    /// <param name="schema">Stands before each table.</param>
    public (string Text, IReadOnlyCollection<Column> Reads) Keys(string schema) => new WaySql(_strategy, schema).Above(_path);

    /// <summary>The way as the application's own queries take it: two steps, the first to what the function gives.</summary>
    public ScopePath ToPath()
    {
        var table = SqlSchema.Create(s => s.Table(View, t => t.Column<string>("tenant").Column<bool>("test").Column<string>("viewer").Column<string>("key"))).Table(View);
        var between = new ScopeEntity("way", "way:view", table, "key") { Tenant = table.Column<string>("tenant"), Test = table.Column<bool>("test") };
        return new(
        [
            new(_path.Steps[0].Name, _strategy.Viewer, between) { By = table.Column<string>("viewer") },
            new(_path.Steps[^1].Name, between, _path.Target) { By = Column },
        ])
        { Declared = _path.Declared };
    }
}
