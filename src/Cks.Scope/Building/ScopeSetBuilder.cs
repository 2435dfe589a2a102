using Cks.Core;

namespace Cks.Scope;

/// <summary>Declares a set in a <see cref="ScopeModelBuilder"/>.</summary>
public sealed class ScopeSetBuilder
{
    internal ScopeSetBuilder(string entity) => Members.Add("entity", entity);

    internal JsonMembers Members { get; } = new();

    /// <summary>Relations that begin at the viewer's own record; call it once.</summary>
    public ScopeSetBuilder Own(params ReadOnlySpan<string> relations) => Add("own", relations);

    /// <summary>Relations that are looked for downward from the viewer, or paths of them such as <c>customers/centers</c>; call it once.</summary>
    public ScopeSetBuilder Below(params ReadOnlySpan<string> relations) => Add("below", relations);

    /// <summary>What the rows are like; call it once.</summary>
    public ScopeSetBuilder Where(Action<ScopeWhereBuilder> build)
    {
        Members.Add("where", ScopeWhereBuilder.Of(build));
        return this;
    }

    /// <summary>Key in an answer, where it is not the name.</summary>
    public ScopeSetBuilder As(string answer)
    {
        Members.Add("as", answer);
        return this;
    }

    private ScopeSetBuilder Add(string name, ReadOnlySpan<string> values)
    {
        Members.Add(name, values);
        return this;
    }
}
