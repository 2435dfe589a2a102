using Cks.Core;

namespace Cks.Scope;

/// <summary>Declares what a metric counts in a <see cref="ScopeModelBuilder"/>.</summary>
public sealed class ScopeMetricBuilder
{
    internal ScopeMetricBuilder(string kind, string name) => Members.Add(kind, name);

    internal JsonMembers Members { get; } = new();

    /// <summary>Counts only what is below live members of a relation.</summary>
    public ScopeMetricBuilder Within(string relation)
    {
        Members.Add("within", relation);
        return this;
    }

    /// <summary>What the rows are like; call it once.</summary>
    public ScopeMetricBuilder Where(Action<ScopeWhereBuilder> build)
    {
        Members.Add("where", ScopeWhereBuilder.Of(build));
        return this;
    }

    /// <summary>Key in the summary, where it is not the name.</summary>
    public ScopeMetricBuilder As(string answer)
    {
        Members.Add("as", answer);
        return this;
    }
}
