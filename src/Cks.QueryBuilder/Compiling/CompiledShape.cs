namespace Cks.QueryBuilder;

/// <summary>The text of a shape.</summary>
/// <param name="Sql">With named parameters, <c>@p0</c>.</param>
/// <param name="PositionalSql">With numbered parameters, <c>$1</c>, for providers that take them unnamed.</param>
/// <param name="Id">Sixteen hexadecimal digits of the text's hash.</param>
internal sealed record CompiledShape(string Sql, string PositionalSql, string Id);
