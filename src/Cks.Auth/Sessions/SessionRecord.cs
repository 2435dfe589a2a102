using Cks.Core;

namespace Cks.Auth;

/// <summary>A person's record as it stands in the portal's store, before the rules about who may sign in.</summary>
public sealed record SessionRecord
{
    /// <summary>Whose data the person works with.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Code of the person's own record, such as <c>CON-010</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Roles as stored; white space and case do not matter.</summary>
    public required IReadOnlyList<string?> Roles { get; init; }

    /// <summary>Account status as stored.</summary>
    public required string? Status { get; init; }

    /// <summary>Display name.</summary>
    public string? Name { get; init; }

    /// <summary>When the record was archived; <see langword="null"/> for a live one.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>The hub in which the person works; <see langword="null"/> where their role says it.</summary>
    public string? Hub { get; init; }

    /// <summary>Whether the record is of the test class.</summary>
    public bool IsTest { get; init; }

    /// <summary>The code alone, so that a record written into a log names nobody.</summary>
    public override string ToString() => Code;
}
