namespace Cks.Auth;

/// <summary>A row of the audit of acting in another's place: only ever added, and in the transaction of the session that begins or ends (S29).</summary>
public sealed record ImpersonationRecord
{
    /// <summary>Which row; the store gives it, in no order.</summary>
    public Guid Id { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened.</summary>
    public required ImpersonationAct Act { get; init; }

    /// <summary>Issuer of the person in whose place it is.</summary>
    public required string Issuer { get; init; }

    /// <summary>The person at that issuer.</summary>
    public required string Subject { get; init; }

    /// <summary>The person's tenant; empty where a session began before tenants were kept with it.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>Who acts, as <see cref="SessionActor.ToText"/>; empty where the token does not say it readably.</summary>
    public required string Actor { get; init; }

    /// <summary>The session at the issuer; empty where the token names none.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>When it ends at the latest, where it began.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why it ended, as <see cref="SessionEnd"/>, or how many refusals more there were that have no row of their own.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What a store of sessions adds with a change of a session, in the same transaction: that somebody began to act, and that they ended.</summary>
    /// <param name="before">The session before; <see langword="null"/> for one that begins.</param>
    /// <param name="after">The session after.</param>
    public static IReadOnlyList<ImpersonationRecord> Between(StoredSession? before, StoredSession after)
    {
        ArgumentNullException.ThrowIfNull(after);
        if (after.Actor.Length == 0)
            return [];
        List<ImpersonationRecord> acts = [];
        if (before is null)
            acts.Add(Of(after, ImpersonationAct.Started, after.SeenAt) with { Until = after.EndsAt });
        if (after.EndedAt is { } at && before?.EndedAt is null)
            acts.Add(Of(after, ImpersonationAct.Ended, at) with { Detail = after.End?.ToString() ?? "" });
        return acts;
    }

    /// <summary>What happened alone, so that a row written into a log names nobody.</summary>
    public override string ToString() => Act.ToString();

    private static ImpersonationRecord Of(StoredSession session, ImpersonationAct act, DateTimeOffset at) =>
        new() { At = at, Act = act, Issuer = session.Key.Issuer, Subject = session.Subject, Tenant = session.Tenant, Actor = session.Actor, SessionId = session.Key.Id };
}
