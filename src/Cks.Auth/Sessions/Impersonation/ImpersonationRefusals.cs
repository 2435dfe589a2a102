using Cks.Core;

namespace Cks.Auth;

/// <summary>
/// Reports and keeps that somebody was to act in another's place who may not: ten a minute of each actor and person, so that nobody hides another's, and a thousand in all (S30). Whoever hangs up meanwhile is kept all the same.
/// </summary>
internal sealed class ImpersonationRefusals(ISessionStore store, TimeProvider time, SecurityEvents? events = null)
{
    private const int Places = 1_024;
    private const int MostOfAll = 1_000;

    private readonly Lock _gate = new();
    private readonly (int Hash, Alarm? Alarm)[] _table = new (int, Alarm?)[Places];
    private readonly Alarm _all = new(SecurityEventKinds.ImpersonationRefused, time, events, MostOfAll);

    /// <param name="token">The token.</param>
    /// <param name="actor">Who was to act, as <see cref="SessionActor.ToText"/>; empty where the token does not say it readably.</param>
    /// <param name="tenant">Tenant of the person.</param>
    public async ValueTask AddAsync(ValidatedToken token, string actor, string tenant)
    {
        if (!AlarmOf(token, actor).Takes(out var own) || !_all.Takes(out var ofAll))
            return;
        var passedOver = ofAll.Length > 0 ? ofAll : own;
        // The event needs no store.
        _all.Report($"as {token.Subject} at {token.Issuer}", passedOver, actor, tenant);
        await store.NoteAsync(
            new()
            {
                At = time.GetUtcNow(),
                Act = ImpersonationAct.Refused,
                Issuer = token.Issuer,
                Subject = token.Subject,
                Tenant = tenant,
                Actor = actor,
                SessionId = token.SessionId ?? "",
                Detail = passedOver,
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    // Seeded anew by each process. Two that share a place begin anew in turn.
    private Alarm AlarmOf(ValidatedToken token, string actor)
    {
        var hash = HashCode.Combine(actor, token.Issuer, token.Subject);
        lock (_gate)
        {
            ref var place = ref _table[(uint)hash % Places];
            if (place.Alarm is null || place.Hash != hash)
                place = (hash, new(SecurityEventKinds.ImpersonationRefused, time, events));
            return place.Alarm;
        }
    }
}
