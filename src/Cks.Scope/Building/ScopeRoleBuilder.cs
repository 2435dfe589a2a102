using Cks.Core;

namespace Cks.Scope;

/// <summary>Declares what a role sees in a <see cref="ScopeModelBuilder"/>. Call each method once.</summary>
public sealed class ScopeRoleBuilder
{
    internal ScopeRoleBuilder(string entity) => Members.Add("entity", entity);

    internal JsonMembers Members { get; } = new();

    /// <summary>The role whose strategy this one adds to.</summary>
    public ScopeRoleBuilder Inherits(string role)
    {
        Members.Add("inherits", role);
        return this;
    }

    /// <summary>Sets of the scope answer.</summary>
    public ScopeRoleBuilder IncludeRelationships(params ReadOnlySpan<string> names) => Add("includeRelationships", names);

    /// <summary>Entities directly above that are shown.</summary>
    public ScopeRoleBuilder IncludeUpward(params ReadOnlySpan<string> entities) => Add("includeUpward", entities);

    /// <summary>Metrics of the summary.</summary>
    public ScopeRoleBuilder SummaryMetrics(params ReadOnlySpan<string> names) => Add("summaryMetrics", names);

    /// <summary>Sets that can be listed and are not in the answer.</summary>
    public ScopeRoleBuilder Lists(params ReadOnlySpan<string> names) => Add("lists", names);

    /// <summary>Entities of which everything in the tenant is seen, instead of a scope answer.</summary>
    public ScopeRoleBuilder IncludeAll(params ReadOnlySpan<string> entities) => Add("includeAll", entities);

    /// <summary>Ids of an event by which the viewer hears of it.</summary>
    public ScopeRoleBuilder ActivityFilters(params ReadOnlySpan<string> ids) => Add("activityFilters", ids);

    private ScopeRoleBuilder Add(string name, ReadOnlySpan<string> values)
    {
        Members.Add(name, values);
        return this;
    }
}
