using System.Text;
using Cks.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.Rbac;

/// <summary>Judges changes of grants inside of the ledger's transaction, and forgets what is remembered of whoever they are about. Thread-safe.</summary>
public sealed class Grants : IGrants
{
    private readonly IGrantLedger _ledger;
    private readonly PermissionBuilder _builder;
    private readonly GrantMemory? _memory;
    private readonly ILogger _logger;
    private readonly SecurityEvents? _events;

    /// <summary>For a tool that decides nothing itself: without ceilings, notices and security events; those need <see cref="CksRbacBuilder.UseGrants()"/>.</summary>
    public Grants(SnapshotStore<Policy> policies, IGrantLedger ledger, TimeProvider clock)
        : this(ledger, new(policies, [], clock), null)
    {
    }

    internal Grants(IGrantLedger ledger, PermissionBuilder builder, GrantMemory? memory, ILogger? logger = null, SecurityEvents? events = null) =>
        (_ledger, _builder, _memory, _logger, _events) = (ledger, builder, memory, logger ?? NullLogger.Instance, events);

    /// <inheritdoc/>
    public ValueTask<GrantOutcome> GrantAsync(Subject grantor, GrantRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grantor);
        ArgumentNullException.ThrowIfNull(request);
        var fault = FaultOf(grantor, request.Person, request.Reason) ?? (request.Person == PersonId.Of(grantor) ? GrantRefusalReason.ToOneself : (GrantRefusalReason?)null)
            ?? (request.When?.Length > CksGrants.LongestCondition ? GrantRefusalReason.TooLong : (GrantRefusalReason?)null);
        return ChangeAsync(grantor, request.Person, fault, moment => moment.May(CksGrants.Create) ?? Grant(moment, request), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<GrantOutcome> RevokeAsync(Subject by, PersonId person, string grantId, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grantId);
        return ChangeAsync(by, person, FaultOf(by, person, reason), moment => moment.May(CksGrants.Revoke) ?? Revoke(moment, person, grantId, reason), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<GrantOutcome> SuspendAsync(Subject by, PersonId person, string reason, CancellationToken cancellationToken = default) =>
        ChangeAsync(by, person, FaultOf(by, person, reason), moment => moment.May(CksGrants.Revoke) ?? Suspend(moment, person, reason), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<GrantOutcome> RestoreAsync(Subject grantor, PersonId person, string grantId, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grantId);
        var fault = FaultOf(grantor, person, reason) ?? (person == PersonId.Of(grantor) ? GrantRefusalReason.ToOneself : null);
        return ChangeAsync(grantor, person, fault, moment => moment.May(CksGrants.Create) ?? Restore(moment, person, grantId, reason), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<GrantOutcome> BreakGlassAsync(Subject subject, TimeSpan duration, string reason, CancellationToken cancellationToken = default)
    {
        // A test user breaks it on test rows only.
        var fault = FaultOf(subject, PersonId.Of(subject), reason) is var found and not GrantRefusalReason.TestClass ? found : null;
        if (fault is null && (duration <= TimeSpan.Zero || duration > CksGrants.LongestBreakGlass))
            fault = GrantRefusalReason.InvalidDuration;
        var outcome = await ChangeAsync(subject, PersonId.Of(subject), fault, moment => BreakGlass(moment, duration, reason), cancellationToken).ConfigureAwait(false);
        if (outcome.IsDone)
            _events?.Report(SecurityEventKinds.GlassBroken, $"Until {outcome.Record.Grants[0].Until:u}: {reason}", subject.Id, subject.Tenant.Value);
        return outcome;
    }

    /// <inheritdoc/>
    public ValueTask<GrantOutcome> CloseGlassAsync(Subject subject, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var fault = FaultOf(subject, PersonId.Of(subject), "closed") is var found and not GrantRefusalReason.TestClass ? found : null;
        return ChangeAsync(subject, PersonId.Of(subject), fault, CloseGlass, cancellationToken);
    }

    private static GrantVerdict Grant(GrantMoment moment, GrantRequest request)
    {
        var from = request.From > moment.Now ? request.From.Value.ToUniversalTime() : moment.Now;
        if (request.Until <= from)
            return GrantRefusalReason.Expired;
        var grant = new Grant(Guid.CreateVersion7(moment.Now).ToString("n"), request.Kind, request.Person.Issuer, request.Person.Id, moment.Tenant, request.Name)
        {
            When = request.When,
            Read = request.Read is { Count: > 0 } read ? [.. read.Distinct(StringComparer.Ordinal)] : null,
            Write = request.Write is { Count: > 0 } write ? [.. write.Distinct(StringComparer.Ordinal)] : null,
            From = from,
            Until = request.Until?.ToUniversalTime(),
            Reason = request.Reason,
        };
        if (moment.Unexpired.Count() >= CksGrants.MostGrants)
            return GrantRefusalReason.TooMany;
        return Judge(moment, ref grant) ?? moment.Write(GrantAction.Granted, request.Person, [grant], request.Reason);
    }

    private static GrantVerdict Revoke(GrantMoment moment, PersonId person, string grantId, string reason)
    {
        if (Find(moment, grantId) is not { } grant)
            return GrantRefusalReason.UnknownGrant;
        var denies = moment.DeniesOf(grant);
        if (denies.Length > 0)
        {
            if (person == moment.By)
                return GrantRefusalReason.ToOneself;
            if (moment.Holding.BeyondOfLifting(denies, grant.Until, moment.PermitsOfGrantee()) is { } beyond)
                return (GrantRefusalReason.BeyondHolding, beyond);
        }

        return moment.Remove(GrantAction.Revoked, person, [grant], reason);
    }

    private static GrantVerdict Suspend(GrantMoment moment, PersonId person, string reason)
    {
        // A deny permits nothing that could be set aside.
        Grant[] suspended = [.. moment.Unexpired.Where(g => g is { IsSuspended: false, Kind: not GrantKind.Deny }).Select(g => g with { IsSuspended = true })];
        return moment.Write(GrantAction.Suspended, person, suspended, reason);
    }

    private static GrantVerdict Restore(GrantMoment moment, PersonId person, string grantId, string reason)
    {
        if (Find(moment, grantId) is not { } found || found.IsOver(moment.Now))
            return GrantRefusalReason.UnknownGrant;
        if (!found.IsSuspended)
            return GrantRefusalReason.NotSuspended;
        var grant = found with { IsSuspended = false, From = found.From > moment.Now ? found.From : moment.Now };
        // Broken glass is broken by the person itself.
        if (grant.Kind == GrantKind.BreakGlass)
            return GrantRefusalReason.UnknownGrant;
        return Judge(moment, ref grant) ?? moment.Write(GrantAction.Restored, person, [grant], reason);
    }

    private static GrantVerdict BreakGlass(GrantMoment moment, TimeSpan duration, string reason)
    {
        if (!moment.HasGlass())
            return GrantRefusalReason.NoGlass;
        var grant = new Grant(Guid.CreateVersion7(moment.Now).ToString("n"), GrantKind.BreakGlass, moment.By.Issuer, moment.By.Id, moment.Tenant, "")
        {
            From = moment.Now,
            Until = moment.Now + duration,
            Reason = reason,
        };
        return moment.Write(GrantAction.GlassBroken, moment.By, [grant], reason, moment.Unexpired.Where(g => g.Kind == GrantKind.BreakGlass));
    }

    private static GrantVerdict CloseGlass(GrantMoment moment)
    {
        Grant[] open = [.. moment.Unexpired.Where(g => g.Kind == GrantKind.BreakGlass)];
        return open.Length == 0 ? GrantRefusalReason.UnknownGrant : moment.Remove(GrantAction.GlassClosed, moment.By, open, "");
    }

    /// <summary>Why a role, permit or deny is not granted; else nothing, and the grant has its names and its condition as they are kept.</summary>
    private static GrantVerdict? Judge(GrantMoment moment, ref Grant grant)
    {
        if (grant.Kind == GrantKind.Role)
            return JudgeRole(moment, grant);
        if (!moment.Policy.TryFind(grant.Name, out var capability))
            return (GrantRefusalReason.UnknownCapability, grant.Name);
        var fields = moment.Policy.FindResource(capability.Resource)!.Fields;
        if ((grant.Read ?? []).Concat(grant.Write ?? []).FirstOrDefault(f => !fields.Contains(f)) is { } unknown)
            return (GrantRefusalReason.UnknownField, unknown);
        if (grant.When is { } when && (grant = grant with { When = Compact(when) }).When is null)
            return GrantRefusalReason.UnreadableCondition;
        grant = grant with { Name = capability.Name };
        if (GrantedRules.Of(grant, moment.Policy) is not { } rule || (grant.When is not null && rule.When is null))
            return GrantRefusalReason.UnreadableCondition;
        return grant.Kind == GrantKind.Permit && moment.Holding.BeyondOf(rule) is { } beyond ? (GrantRefusalReason.BeyondHolding, beyond) : null;
    }

    private static GrantVerdict? JudgeRole(GrantMoment moment, Grant grant)
    {
        if (grant.When is not null || grant.Read is not null || grant.Write is not null)
            return GrantRefusalReason.NotOfARole;
        if (moment.Policy.FindRole(grant.Name) is not { } role)
            return (GrantRefusalReason.UnknownRole, grant.Name);
        if (!moment.Holding.Assigns(role.Name, grant.Until))
            return (GrantRefusalReason.NotAssigned, role.Name);
        if (moment.Policy.KeepsApart(moment.RolesOfGrantee(grant.Id), role))
            return (GrantRefusalReason.DutyConflict, role.Name);
        return moment.Holding.BeyondOf(role, grant.From, grant.Until) is { } beyond ? (GrantRefusalReason.BeyondHolding, beyond) : null;
    }

    private static Grant? Find(GrantMoment moment, string id) => moment.Held.Grantee.FirstOrDefault(g => g.Id == id);

    private static GrantRefusalReason? FaultOf(Subject by, PersonId person, string reason)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(reason);
        if (by.Tenant.IsNone || !PersonId.Of(by).IsUsable)
            return GrantRefusalReason.NoIdentity;
        if (by.Actor.Length > 0 || by.Credential.Length > 0 || by.CredentialCapabilities is not null)
            return GrantRefusalReason.BorrowedRights;
        if (!person.IsUsable)
            return GrantRefusalReason.InvalidPerson;
        if (string.IsNullOrWhiteSpace(reason))
            return GrantRefusalReason.MissingReason;
        return reason.Length > CksGrants.LongestReason ? GrantRefusalReason.TooLong : by.IsTest ? GrantRefusalReason.TestClass : null;
    }

    private async ValueTask<GrantOutcome> ChangeAsync(Subject by, PersonId person, GrantRefusalReason? fault, Func<GrantMoment, GrantVerdict> judge, CancellationToken cancellationToken)
    {
        var verdict = fault is { } found ? found : (GrantVerdict?)null;
        if (verdict is null)
        {
            try
            {
                await _ledger.ChangeAsync(by.Tenant, PersonId.Of(by), person, held => (verdict = judge(new(_builder, by, held))).Change, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                // Also where the ledger could not say what became of it.
                if (verdict?.Change is not null && _memory is not null)
                    await _memory.ChangedAsync(person).ConfigureAwait(false);
            }
        }

        var outcome = (verdict ?? throw new InvalidOperationException("The ledger did not ask for the decision.")).Outcome;
        if (!outcome.IsDone)
            RbacLog.GrantRefused(_logger, outcome.Reason.Value.ToText());
        return outcome;
    }

    /// <summary>The condition without comments and space; <see langword="null"/> when it is not JSON.</summary>
    private static string? Compact(string when)
    {
        var root = SourceDocument.Read("when", Encoding.UTF8.GetBytes(when), SourceDocumentOptions.ForFiles, []);
        return root is null ? null : JsonOfNode.Of(root);
    }
}
