using Cks.Core;

namespace Cks.Rbac;

/// <summary>Something that was granted to one person in one tenant.</summary>
/// <param name="Id">Unique in the store.</param>
/// <param name="Kind">What is granted.</param>
/// <param name="Issuer">Issuer of the person, compared ordinally.</param>
/// <param name="SubjectId">Identifier of the person within the issuer.</param>
/// <param name="Tenant">Where it counts.</param>
/// <param name="Name">The role or the capability; empty for <see cref="GrantKind.BreakGlass"/>.</param>
public sealed record Grant(string Id, GrantKind Kind, string Issuer, string SubjectId, TenantId Tenant, string Name)
{
    /// <summary>The condition of a permit or deny, as a policy document writes a <c>when</c>; <see langword="null"/> for none. One that the policy in use cannot read never permits and always denies.</summary>
    public string? When { get; init; }

    /// <summary>Fields that a permit lets be read; a deny with fields hides them and denies nothing else. <see langword="null"/> or empty for none.</summary>
    public IReadOnlyList<string>? Read { get; init; }

    /// <summary>Fields that a permit lets be written, or a deny keeps from it.</summary>
    public IReadOnlyList<string>? Write { get; init; }

    /// <summary>From when it counts (UTC).</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>Until when it counts; <see langword="null"/>: until it is revoked.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether it is set aside, as archiving a person does; it counts for nothing.</summary>
    public bool IsSuspended { get; init; }

    internal bool IsActive(DateTimeOffset now) => !IsSuspended && From <= now && !(now >= Until);
}
