using Cks.Core;

namespace Cks.Scope;

/// <summary>How a number of the summary is made. <paramref name="Name"/> is its key in the answer.</summary>
internal abstract record ScopeMetric(string Name);

/// <summary>Counts rows of a relation or a set; with <paramref name="Within"/> only those under members of that relation which are live themselves.</summary>
internal sealed record CountMetric(string Name, string Rows, string? Within, IReadOnlyList<FieldCondition> Where) : ScopeMetric(Name);

/// <summary>A column of the viewer's own record, in lower case, with some values under another name. <paramref name="Node"/> is where the field is named.</summary>
internal sealed record OwnMetric(string Name, string Field, SourceNode Node, IReadOnlyDictionary<string, string> Map) : ScopeMetric(Name);
