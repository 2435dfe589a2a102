using System.Text.Json;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>Declares a role in a <see cref="PolicyBuilder"/>.</summary>
public sealed class PolicyRoleBuilder
{
    private readonly List<Action<Utf8JsonWriter>> _permits;
    private readonly List<Action<Utf8JsonWriter>> _denies;

    internal PolicyRoleBuilder() => (_permits, _denies) = (Members.AddItems("permit"), Members.AddItems("deny"));

    internal JsonMembers Members { get; } = new();

    /// <summary>Roles whose rules it has as well; call it once.</summary>
    public PolicyRoleBuilder Inherits(params ReadOnlySpan<string> roles)
    {
        Members.Add("inherits", roles);
        return this;
    }

    /// <summary>Roles that it may give to others; call it once.</summary>
    public PolicyRoleBuilder Assigns(params ReadOnlySpan<string> roles)
    {
        Members.Add("assigns", roles);
        return this;
    }

    /// <summary>Permits capabilities.</summary>
    /// <param name="id">Id of the rule, as decisions name it.</param>
    /// <param name="capabilities">The capabilities; <c>orders:*</c> for all of a resource.</param>
    /// <param name="build">Says when and with which fields.</param>
    public PolicyRoleBuilder Permit(string id, ReadOnlySpan<string> capabilities, Action<PolicyRuleBuilder>? build = null) => Add(_permits, id, capabilities, build);

    /// <summary>Denies capabilities or, with fields, hides those.</summary>
    /// <param name="id">Id of the rule, as decisions name it.</param>
    /// <param name="capabilities">The capabilities; <c>orders:*</c> for all of a resource.</param>
    /// <param name="build">Says when, or which fields.</param>
    public PolicyRoleBuilder Deny(string id, ReadOnlySpan<string> capabilities, Action<PolicyRuleBuilder>? build = null) => Add(_denies, id, capabilities, build);

    private PolicyRoleBuilder Add(List<Action<Utf8JsonWriter>> rules, string id, ReadOnlySpan<string> capabilities, Action<PolicyRuleBuilder>? build)
    {
        var rule = new PolicyRuleBuilder();
        rule.Members.Add("id", id);
        rule.Members.Add("actions", capabilities);
        build?.Invoke(rule);
        rules.Add(rule.Members.WriteTo);
        return this;
    }
}
