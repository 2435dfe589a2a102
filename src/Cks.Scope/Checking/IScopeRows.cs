using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Rows in memory, for an <see cref="IScopeChecker"/>. <see cref="ScopeRows"/> holds them; another implementation may load them as they are asked for.</summary>
public interface IScopeRows
{
    /// <summary>The rows that hold a text in a column: of every tenant and class, archived or not, since the checker looks at that itself.</summary>
    /// <param name="entity">Of which entity; link tables are entities too, and two entities may share a table.</param>
    /// <param name="column">One of its columns.</param>
    /// <param name="value">The text, equal character for character.</param>
    /// <returns>Values by the names of the columns in the database: a <see cref="string"/>, a <see cref="long"/> or <see cref="int"/>, a <see cref="bool"/>, a <see cref="DateTimeOffset"/>, or <see langword="null"/>.</returns>
    IEnumerable<IReadOnlyDictionary<string, object?>> Find(ScopeEntity entity, Column<string> column, string value);
}
