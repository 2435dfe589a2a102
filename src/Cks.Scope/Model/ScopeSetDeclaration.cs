using Cks.Core;

namespace Cks.Scope;

/// <summary>A named union of ways to rows of one entity, as the model declares it for all roles.</summary>
/// <param name="Name">Name in the model.</param>
/// <param name="Answer">Key in a scope answer.</param>
/// <param name="Entity">What its rows are.</param>
/// <param name="Own">Relations that start at the viewer's own record; those that its entity does not have are left out.</param>
/// <param name="Below">Relations that are looked for downward from the viewer, as names of relationships are; those that are not below it are left out. Each with its place.</param>
/// <param name="Where">What the rows must be like.</param>
internal sealed record ScopeSetDeclaration(
    string Name, string Answer, ScopeEntity Entity, IReadOnlyList<string> Own, IReadOnlyList<SourceNode> Below, IReadOnlyList<RowFilter> Where);
