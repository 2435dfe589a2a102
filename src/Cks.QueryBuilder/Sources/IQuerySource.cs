using System.Diagnostics.CodeAnalysis;

namespace Cks.QueryBuilder;

/// <summary>
/// Turns queries of another builder into queries of this one. An implementation maps every identifier through the schema and refuses what it cannot map:
/// raw SQL, unknown names, constructs that have no counterpart here. It approximates nothing, and leaves no condition out.
/// </summary>
public interface IQuerySource
{
    /// <summary>Translates a query.</summary>
    /// <param name="foreign">The other builder's query; anything else is refused.</param>
    /// <param name="schema">The tables and columns that it may name.</param>
    /// <param name="query">The same rows in the same order.</param>
    /// <param name="error">Why it is refused, in one sentence for developers; it may repeat names, never values.</param>
    /// <returns>Whether the query was translated.</returns>
    bool TryTranslate(object foreign, SqlSchema schema, [NotNullWhen(true)] out Query? query, [NotNullWhen(false)] out string? error);
}
