namespace Cks.Rbac;

/// <summary>What is to be granted, to whom and why. The tenant is the grantor's own.</summary>
public sealed record GrantRequest
{
    private GrantRequest(GrantKind kind, PersonId person, string name, string reason) => (Kind, Person, Name, Reason) = (kind, person, name, reason);

    /// <summary>What is granted; never <see cref="GrantKind.BreakGlass"/>.</summary>
    public GrantKind Kind { get; }

    /// <summary>To whom.</summary>
    public PersonId Person { get; }

    /// <summary>The role, or the capability or an alias of one.</summary>
    public string Name { get; }

    /// <summary>Why, in words.</summary>
    public string Reason { get; }

    /// <summary>From when it counts.</summary>
    /// <value>Default: at once.</value>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when it counts.</summary>
    /// <value>Default: until it is revoked.</value>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The condition of a permit or a deny, as a policy document writes a <c>when</c>.</summary>
    /// <value>Default: none.</value>
    public string? When { get; init; }

    /// <summary>Fields that a permit lets be read; a deny with fields hides them and denies nothing else.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string>? Read { get; init; }

    /// <summary>Fields that a permit lets be written, or a deny keeps from it.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string>? Write { get; init; }

    /// <summary>A role, beside those that the person has.</summary>
    public static GrantRequest Role(PersonId person, string role, string reason) => Of(GrantKind.Role, person, role, reason);

    /// <summary>One capability, beside what the roles permit.</summary>
    public static GrantRequest Permit(PersonId person, string capability, string reason) => Of(GrantKind.Permit, person, capability, reason);

    /// <summary>One capability is denied, whatever permits it.</summary>
    public static GrantRequest Deny(PersonId person, string capability, string reason) => Of(GrantKind.Deny, person, capability, reason);

    private static GrantRequest Of(GrantKind kind, PersonId person, string name, string reason)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(reason);
        return new(kind, person, name, reason);
    }
}
