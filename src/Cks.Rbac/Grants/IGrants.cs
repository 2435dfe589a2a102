namespace Cks.Rbac;

/// <summary>
/// What an application calls to change grants. Everything is judged by the policy in use and by what whoever asks has at that moment, in one transaction with the change and its audit row (S17, S29). The change is
/// seen by the next subject that this host makes, and by other hosts as soon as they hear of it, within 60 seconds otherwise.
/// </summary>
/// <remarks>Where the ledger cannot be reached its exception comes through: count on nothing, and read what became of it.</remarks>
public interface IGrants
{
    /// <summary>
    /// Grants a role, a permit or a deny in the grantor's tenant. A role needs a role that <c>assigns</c> it; role and permit need all that they permit, on the same rows, with the same fields and for as long, to be
    /// held by the grantor. A deny needs <see cref="CksGrants.Create"/> alone.
    /// </summary>
    ValueTask<GrantOutcome> GrantAsync(Subject grantor, GrantRequest request, CancellationToken cancellationToken = default);

    /// <summary>Takes a grant back. Where that lifts a deny, granted or of a granted role, it is granting and bounded like it.</summary>
    /// <param name="by">Who revokes.</param>
    /// <param name="person">Whose grant it is.</param>
    /// <param name="grantId">Which one.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<GrantOutcome> RevokeAsync(Subject by, PersonId person, string grantId, string reason, CancellationToken cancellationToken = default);

    /// <summary>Sets aside all that a person has been granted, as archiving them does: it permits nothing any more, and what it denies stays denied. Restoring the person revives none of it.</summary>
    ValueTask<GrantOutcome> SuspendAsync(Subject by, PersonId person, string reason, CancellationToken cancellationToken = default);

    /// <summary>Grants again what was set aside, one grant at a time: judged as if it were new.</summary>
    ValueTask<GrantOutcome> RestoreAsync(Subject grantor, PersonId person, string grantId, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Breaks the glass for oneself: rules of the person's roles that are marked <c>breakGlass</c> count in this tenant. Never more than that: tenant, test class and ceilings stay. A glass that is open already is replaced.
    /// </summary>
    /// <param name="subject">The person; neither one who acts for another nor a key.</param>
    /// <param name="duration">For how long; <see cref="CksGrants.LongestBreakGlass"/> at most.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<GrantOutcome> BreakGlassAsync(Subject subject, TimeSpan duration, string reason, CancellationToken cancellationToken = default);

    /// <summary>Closes one's broken glass before its time.</summary>
    ValueTask<GrantOutcome> CloseGlassAsync(Subject subject, CancellationToken cancellationToken = default);
}
