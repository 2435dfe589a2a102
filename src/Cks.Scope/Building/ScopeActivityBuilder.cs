using Cks.Core;

namespace Cks.Scope;

/// <summary>Declares who hears of a kind of event in a <see cref="ScopeModelBuilder"/>.</summary>
public sealed class ScopeActivityBuilder
{
    private JsonMembers? _texts;

    internal ScopeActivityBuilder(string category) => Members.Add("category", category);

    internal JsonMembers Members { get; } = new();

    /// <summary>Ids of the event whose codes hear of it; call it once.</summary>
    public ScopeActivityBuilder Audience(params ReadOnlySpan<string> ids) => Add("audience", ids);

    /// <summary>Ids above which somebody hears of it; call it once.</summary>
    public ScopeActivityBuilder AncestorsOf(params ReadOnlySpan<string> ids) => Add("ancestorsOf", ids);

    /// <summary>Only those hear of it who see the target.</summary>
    public ScopeActivityBuilder MustSee()
    {
        Members.Add("mustSee", json => json.WriteBooleanValue(true));
        return this;
    }

    /// <summary>Whole roles that hear of it; call it once.</summary>
    public ScopeActivityBuilder Roles(params ReadOnlySpan<string> roles) => Add("roles", roles);

    /// <summary>Other words for whoever an id names; <c>{actor}</c> and <c>{target}</c> are codes.</summary>
    public ScopeActivityBuilder Text(string id, string text)
    {
        if (_texts is null)
            Members.Add("text", _texts = new());
        _texts.Add(id, text);
        return this;
    }

    private ScopeActivityBuilder Add(string name, ReadOnlySpan<string> values)
    {
        Members.Add(name, values);
        return this;
    }
}
