namespace Cks.Scope;

/// <summary>What a page says about the number of rows on all pages. It is never an estimate of the database: that would be drawn from rows that the viewer does not see.</summary>
public enum ScopeCount
{
    /// <summary>Nothing. Counting reads every row, which costs more than the page.</summary>
    None,

    /// <summary>The number up to <see cref="ScopeSet.CountLimit"/>, and whether there are more.</summary>
    Capped,

    /// <summary>The number, however long it takes.</summary>
    Exact,
}
