using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>One step from a row to rows that belong to it: by a column of the target that holds the key, or through a link table.</summary>
/// <param name="Name">Name of the set, such as <c>customers</c>.</param>
/// <param name="From">Entity above.</param>
/// <param name="To">Entity below.</param>
/// <param name="By">Column of the target that holds the key of <paramref name="From"/>; <see langword="null"/> when there is a link.</param>
/// <param name="Link">The link table and its two columns.</param>
internal sealed record ScopeRelation(string Name, ScopeEntity From, ScopeEntity To, Column<string>? By, ScopeLink? Link);

/// <summary>A table that joins two entities many to many.</summary>
internal sealed record ScopeLink(ScopeEntity Entity, Column<string> From, Column<string> To);
