using Cks.Core;

namespace Cks.Rbac;

/// <summary>Says of a rule in a <see cref="PolicyBuilder"/> when it holds and which fields it is about.</summary>
public sealed class PolicyRuleBuilder
{
    private JsonMembers? _fields;

    internal PolicyRuleBuilder()
    {
    }

    internal JsonMembers Members { get; } = new();

    /// <summary>Holds only where the condition does; call it once.</summary>
    public PolicyRuleBuilder When(When condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Members.Add("when", condition.WriteTo);
        return this;
    }

    /// <summary>Fields that may be read, or that a deny hides; <c>*</c> for all. Call it once.</summary>
    public PolicyRuleBuilder Read(params ReadOnlySpan<string> fields) => Add("read", fields);

    /// <summary>Fields that may be written, or that a deny keeps from it; <c>*</c> for all. Call it once.</summary>
    public PolicyRuleBuilder Write(params ReadOnlySpan<string> fields) => Add("write", fields);

    /// <summary>Fields that a filter may name; those of <see cref="Read"/> where it is not called. Call it once.</summary>
    public PolicyRuleBuilder Filter(params ReadOnlySpan<string> fields) => Add("filter", fields);

    /// <summary>Fields that an order may name; those of <see cref="Read"/> where it is not called. Call it once.</summary>
    public PolicyRuleBuilder Sort(params ReadOnlySpan<string> fields) => Add("sort", fields);

    /// <summary>Holds from then on.</summary>
    public PolicyRuleBuilder From(DateTimeOffset time)
    {
        Members.Add("from", json => Rbac.When.Write(json, time));
        return this;
    }

    /// <summary>Holds until then.</summary>
    public PolicyRuleBuilder Until(DateTimeOffset time)
    {
        Members.Add("until", json => Rbac.When.Write(json, time));
        return this;
    }

    /// <summary>Permits only once these are met; call it once.</summary>
    public PolicyRuleBuilder Obligations(params ReadOnlySpan<string> obligations)
    {
        Members.Add("obligations", obligations);
        return this;
    }

    /// <summary>Counts only while the person has broken the glass.</summary>
    public PolicyRuleBuilder BreakGlass()
    {
        Members.Add("breakGlass", json => json.WriteBooleanValue(true));
        return this;
    }

    private PolicyRuleBuilder Add(string name, ReadOnlySpan<string> fields)
    {
        if (_fields is null)
            Members.Add("fields", _fields = new());
        _fields.Add(name, fields);
        return this;
    }
}
