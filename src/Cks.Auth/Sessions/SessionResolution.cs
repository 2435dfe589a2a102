using System.Diagnostics.CodeAnalysis;

namespace Cks.Auth;

/// <summary>What a good token amounts to: a session, or none with the reason.</summary>
public sealed class SessionResolution
{
    private SessionResolution(UserSession? session, SessionRefusalReason? reason) => (Session, Reason) = (session, reason);

    /// <summary>Whether there is a session.</summary>
    [MemberNotNullWhen(true, nameof(Session))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsActive => Session is not null;

    /// <summary>The session.</summary>
    public UserSession? Session { get; }

    /// <summary>Why there is none.</summary>
    public SessionRefusalReason? Reason { get; }

    /// <summary>A session that the application vouches for itself; <see cref="From(ValidatedToken, SessionRecord?, IReadOnlyCollection{string})"/> applies the suite's rules.</summary>
    public static SessionResolution Active(UserSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new(session, null);
    }

    /// <summary>No session.</summary>
    public static SessionResolution Refused(SessionRefusalReason reason) => new(null, reason);

    /// <summary>Applies the rules about who may sign in to what a store holds. Pure: the same record gives the same answer.</summary>
    /// <param name="token">The good token.</param>
    /// <param name="record">The record linked to the token's issuer and subject, or <see langword="null"/> when there is none.</param>
    /// <param name="knownRoles">Every role of the application, as its policy spells them; a record with any other role has no session.</param>
    public static SessionResolution From(ValidatedToken token, SessionRecord? record, IReadOnlyCollection<string> knownRoles)
    {
        ArgumentNullException.ThrowIfNull(token);
        return From(token.Issuer, token.Subject, record, knownRoles);
    }

    /// <summary>The same for somebody whom another scheme has identified, a cookie for instance.</summary>
    /// <param name="issuer">Who vouches for the subject.</param>
    /// <param name="subject">The person at that issuer.</param>
    /// <param name="record">The record linked to the two, or <see langword="null"/> when there is none.</param>
    /// <param name="knownRoles">Every role of the application, as its policy spells them.</param>
    public static SessionResolution From(string issuer, string subject, SessionRecord? record, IReadOnlyCollection<string> knownRoles)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(knownRoles);
        if (record is null || record.Tenant.IsNone || string.IsNullOrWhiteSpace(record.Code))
            return Refused(SessionRefusalReason.NotProvisioned);
        if (record.ArchivedAt is not null)
            return Refused(SessionRefusalReason.Archived);
        if (!SessionStatuses.MaySignIn(record.Status))
            return Refused(SessionRefusalReason.Suspended);
        if (!TryKnow(record.Roles, knownRoles, out var roles))
            return Refused(SessionRefusalReason.UnknownRole);
        return Active(new()
        {
            Issuer = issuer,
            Subject = subject,
            Tenant = record.Tenant,
            Code = record.Code,
            Roles = roles,
            Status = SessionStatuses.Normalize(record.Status),
            Name = record.Name ?? "",
            Hub = record.Hub,
            IsTest = record.IsTest,
        });
    }

    // All or nothing: dropping the roles that nobody knows would also drop what they deny.
    private static bool TryKnow(IReadOnlyList<string?> stored, IReadOnlyCollection<string> known, out IReadOnlyList<string> roles)
    {
        var found = new List<string>(stored.Count);
        roles = found;
        for (var i = 0; i < stored.Count; i++)
        {
            if (Know(stored[i]?.Trim(), known) is not { } role)
                return false;
            if (!found.Contains(role))
                found.Add(role);
        }

        return found.Count > 0;
    }

    // Exactly as written, or in another case if that leaves no doubt which one is meant.
    private static string? Know(string? role, IReadOnlyCollection<string> known) =>
        string.IsNullOrEmpty(role) ? null
        : known.Contains(role, StringComparer.Ordinal) ? role
        : known.Where(k => string.Equals(k, role, StringComparison.OrdinalIgnoreCase)).Take(2).ToArray() is [var only] ? only : null;
}
