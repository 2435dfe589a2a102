using Cks.Core;

namespace Cks.QueryBuilder;

/// <summary>What a database holds, as far as it can be declared.</summary>
/// <param name="Schema">The tables and views whose name is allowed, with the columns whose name and type are; a table without any is left out.</param>
/// <param name="LeftOut">What was left out, and why (CKS306).</param>
public sealed record SqlSchemaReading(SqlSchema Schema, IReadOnlyList<Diagnostic> LeftOut);
