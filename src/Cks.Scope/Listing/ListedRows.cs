using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Rows that can be listed, for all who have the same strategy and are shown the same fields.</summary>
/// <param name="strategy">Whose way of looking it is.</param>
/// <param name="name">Their name in the model.</param>
/// <param name="entity">What they are.</param>
/// <param name="fields">What is shown of them.</param>
/// <param name="rows">Which of them; <see langword="null"/> for all.</param>
internal sealed class ListedRows(CompiledStrategy strategy, string name, ScopeEntity entity, VisibleFields fields, CompiledRows? rows)
{
    private readonly Query?[] _pages = new Query?[ListReading.Steps.Length];

    public string Name => name;

    public ScopeEntity Entity => entity;

    public VisibleFields Fields => fields;

    public CompiledRows? Rows => rows;

    /// <summary>The order of the entity.</summary>
    public ListOrder Order { get; } = new(entity);

    /// <summary>All of them, as long as the own record is live. Who looks is left open, and what the policy asks of rows is not among it.</summary>
    public Query Members => field ??= Open.WhileLive(rows is null ? Open.Everything(entity) : Open.Members(rows), strategy.Viewer).Select(fields.Columns);

    private static StrategyQueries Open => new(ViewerTerms.Open);

    /// <summary>How many of them there are, up to <see cref="ScopeSet.CountLimit"/> and one more.</summary>
    public Query Counted => field ??= ListReading.CountOf(Members, ScopeCount.Capped)!;

    /// <summary>The first of them in the order of the entity.</summary>
    /// <param name="step">Of <see cref="ListReading.Steps"/>.</param>
    public Query FirstPage(int step) => _pages[step] ??= entity.Ordered(Members).Limit(ListReading.Steps[step]);
}
