using Cks.Rbac;
using Cks.Samples.Portal.Sessions;
using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Grants;

/// <summary>What people of a tenant are granted beside their role, by their codes. Whoever is of another tenant or test class is not there.</summary>
internal sealed class GrantDesk(IGrants grants, IGrantLedger ledger, People people, TimeProvider time)
{
    /// <summary>What somebody is granted.</summary>
    public async Task<Outcome<IReadOnlyList<ListedGrant>>> ListAsync(Subject me, string code, CancellationToken cancellationToken) =>
        await people.FindOursAsync(me, code, cancellationToken) is { } person
            ? (await ledger.OfAsync(person.Issuer, person.Subject, me.Tenant, cancellationToken)).Where(g => !(g.Until <= time.GetUtcNow())).Select(ListedGrant.Of).ToList()
            : Refusal.Outside;

    /// <summary>Grants something.</summary>
    public async Task<Outcome<ListedGrant>> GrantAsync(Subject me, string code, NewGrantBody asked, CancellationToken cancellationToken)
    {
        if (await people.FindOursAsync(me, code, cancellationToken) is not { } found)
            return Refusal.Outside;
        if (found.Record.ArchivedAt is not null && asked.Kind != "deny")
            return Refusal.Conflict("is_archived", "Whoever is archived is granted nothing.");
        var (person, name, reason) = (new PersonId(found.Issuer, found.Subject), asked.Name ?? "", asked.Reason ?? "");
        GrantRequest? request = asked.Kind switch
        {
            "role" => GrantRequest.Role(person, name, reason),
            "permit" => GrantRequest.Permit(person, name, reason),
            "deny" => GrantRequest.Deny(person, name, reason),
            _ => null,
        };
        return request is null
            ? Refusal.Invalid("bad_kind", "A grant is a role, a permit or a deny.")
            : Done(await grants.GrantAsync(me, request with { Until = asked.Until, When = asked.When, Read = asked.Read }, cancellationToken));
    }

    /// <summary>Takes a grant back.</summary>
    public async Task<Outcome<ListedGrant>> RevokeAsync(Subject me, string code, string id, string? reason, CancellationToken cancellationToken) =>
        await people.FindOursAsync(me, code, cancellationToken) is { } person ? Done(await grants.RevokeAsync(me, new(person.Issuer, person.Subject), id, reason ?? "", cancellationToken)) : Refusal.Outside;

    private static Outcome<ListedGrant> Done(GrantOutcome outcome) => outcome.IsDone ? ListedGrant.Of(outcome.Record.Grants[0]) : new Refusal(
        outcome.Reason.Value switch
        {
            GrantRefusalReason.NoIdentity or GrantRefusalReason.BorrowedRights or GrantRefusalReason.TestClass or GrantRefusalReason.NotPermitted or GrantRefusalReason.ToOneself or GrantRefusalReason.NotAssigned
                or GrantRefusalReason.BeyondHolding => StatusCodes.Status403Forbidden,
            GrantRefusalReason.UnknownGrant => StatusCodes.Status404NotFound,
            GrantRefusalReason.DutyConflict or GrantRefusalReason.TooMany => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status400BadRequest,
        },
        outcome.Reason.Value.ToText(),
        outcome.ToString());
}
