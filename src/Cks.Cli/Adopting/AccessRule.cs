namespace Cks.Cli;

/// <summary>What an application asks before it lets somebody in, as far as its assembly says so.</summary>
/// <param name="Clauses">Sets of roles, of each of which one is needed.</param>
/// <param name="Unread">What could not be read, in words; the rule may ask for more then.</param>
/// <param name="IsOpen">Whether everybody is let in, whatever else is asked.</param>
/// <param name="IsStated">Whether anything is said at all.</param>
/// <param name="IsGuarded">Whether there is a guard of Cks already.</param>
internal sealed record AccessRule(IReadOnlyList<IReadOnlyList<string>> Clauses, IReadOnlyList<string> Unread, bool IsOpen, bool IsStated, bool IsGuarded)
{
    public static AccessRule None { get; } = new([], [], IsOpen: false, IsStated: false, IsGuarded: false);

    public static AccessRule Open { get; } = None with { IsOpen = true, IsStated = true };

    public static AccessRule SignedIn { get; } = None with { IsStated = true };

    public static AccessRule Guarded { get; } = SignedIn with { IsGuarded = true };

    public static AccessRule OneOf(IReadOnlyList<string> roles) => SignedIn with { Clauses = [roles] };

    public static AccessRule Unreadable(string why) => SignedIn with { Unread = [why] };

    /// <summary>Both are asked.</summary>
    public AccessRule And(AccessRule other) =>
        new([.. Clauses, .. other.Clauses], [.. Unread, .. other.Unread], IsOpen || other.IsOpen, IsStated || other.IsStated, IsGuarded || other.IsGuarded);

    /// <summary>Whether roles decide, so that there is something to permit or to deny.</summary>
    public bool IsAboutRoles => !IsOpen && (Clauses.Count > 0 || Unread.Count > 0 || !IsStated);

    /// <summary>Whether anybody is named, whether or not that counts.</summary>
    public bool IsGuardedByNames => Clauses.Count > 0 || Unread.Count > 0 || IsGuarded;

    /// <summary>The roles each of which passes by itself; none where anything could not be read.</summary>
    public IReadOnlyList<string> Roles => Unread.Count > 0 || Clauses.Count == 0 ? []
        : [.. Clauses[0].Where(r => Clauses.All(c => c.Contains(r, StringComparer.Ordinal))).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether somebody with several roles may pass who has none of <see cref="Roles"/>: a policy permits to each role by itself.</summary>
    public bool NeedsSeveral => Unread.Count == 0 && Clauses.Count > 1 && Roles is var roles && Clauses.All(c => c.Any(r => !roles.Contains(r, StringComparer.Ordinal)));
}
