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

    /// <summary>Whether it is set aside, as archiving a person does: it permits nothing. What it denies, by itself or as a role, stays denied: setting aside never lets anybody do more.</summary>
    public bool IsSuspended { get; init; }

    internal PersonId Person => new(Issuer, SubjectId);

    internal bool IsInForce(DateTimeOffset now) => From <= now && !IsOver(now);

    internal bool IsOver(DateTimeOffset now) => now >= Until;

    internal bool IsActive(DateTimeOffset now) => !IsSuspended && IsInForce(now);

    /// <summary>Whether a decision has to know of it: as a permit or, suspended or not, for what it denies.</summary>
    internal bool Counts(DateTimeOffset now) => IsInForce(now) && (!IsSuspended || Kind is GrantKind.Role or GrantKind.Deny);
}
