using Cks.Auth;

namespace Cks.Testing;

/// <summary>
/// What every <see cref="ISessionStore"/> must do, as methods that a test of any framework calls: each takes a store without sessions and throws <see cref="InvalidOperationException"/> where it is not held.
/// </summary>
public static class SessionStoreContract
{
    private const string Issuer = "https://login.example";
    private static readonly DateTimeOffset Start = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Late = new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What was decided is there at the next decision, every part of it; nothing is there where nothing was decided.</summary>
    public static async Task WhatWasDecidedComesBackAsync(ISessionStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var began = Session("s1", "ann") with { Actor = "5:https\0\ud800", Tenant = "main", Idle = TimeSpan.FromMilliseconds(90_001), SeenAt = Start.AddMicroseconds(7) };
        var ended = began with { Subject = "ann", SeenAt = Start.AddHours(2), EndsAt = Start.AddHours(1), EndedAt = Start.AddHours(3), End = SessionEnd.Absolute };
        Hold(await FindAsync(store, began.Key, cancellationToken).ConfigureAwait(false) is null, "Nothing was begun.");
        Hold(await FindAsync(store, began.Key, cancellationToken).ConfigureAwait(false) is null, "Looking begins nothing.");
        Hold(await store.ChangeAsync(began.Key, _ => began, cancellationToken).ConfigureAwait(false) == began, "What was decided is the answer.");
        Hold(await FindAsync(store, began.Key, cancellationToken).ConfigureAwait(false) == began, "What was begun is there, in every part.");
        await store.ChangeAsync(began.Key, _ => ended, cancellationToken).ConfigureAwait(false);
        Hold(await FindAsync(store, began.Key, cancellationToken).ConfigureAwait(false) == ended, "What was changed is there, in every part.");
        await store.ChangeAsync(began.Key, _ => null, cancellationToken).ConfigureAwait(false);
        Hold(await FindAsync(store, began.Key, cancellationToken).ConfigureAwait(false) == ended, "Deciding nothing changes nothing.");
        await Refuse(async () => await store.ChangeAsync(Session("s2", "ann").Key, _ => began, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        await Refuse(async () => await store.ChangeAsync(began.Key, _ => throw new ArgumentException("no"), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        Hold(await FindAsync(store, began.Key, cancellationToken).ConfigureAwait(false) == ended, "A decision that throws changes nothing.");
    }

    /// <summary>Of decisions about one session at the same time each knows the one before, the first of all included.</summary>
    public static async Task DecisionsTakeTurnsAsync(ISessionStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        const int Sessions = 4, Each = 8;
        await Task.WhenAll(Enumerable.Range(0, Sessions * Each).Select(n => Task.Run(
            async () =>
            {
                var first = Session($"s{n % Sessions}", "ann");
                await store.ChangeAsync(first.Key, s => s is null ? first : s with { Idle = s.Idle + TimeSpan.FromSeconds(1) }, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken))).ConfigureAwait(false);

        for (var i = 0; i < Sessions; i++)
        {
            var session = await FindAsync(store, Session($"s{i}", "ann").Key, cancellationToken).ConfigureAwait(false);
            Hold(session!.Idle == Session("s", "ann").Idle + TimeSpan.FromSeconds(Each - 1), "No decision is lost.");
        }
    }

    /// <summary>S02: issuers, ids and people are compared ordinally, whatever they are made of.</summary>
    public static async Task NamesAreComparedOrdinallyAsync(ISessionStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        StoredSession[] all =
        [
            Session("s", "ann"), Session("S", "Ann"), Session("s ", "ann "), Session("\u00e9", "\u00e9"), Session("e\u0301", "e\u0301"), Session("a\0b", "a\0b"), Session("a\\0b", "a\\0b"), Session("\ud800", "\ud800"),
            Session("s", "ann") with { Key = new(Issuer + "/", "s") }, Session(new('x', 255), new('\u20ac', 255)),
        ];
        foreach (var session in all)
            await store.ChangeAsync(session.Key, s => s is null ? session : throw new InvalidOperationException("Two names are taken for one."), cancellationToken).ConfigureAwait(false);
        foreach (var session in all)
        {
            Hold(await FindAsync(store, session.Key, cancellationToken).ConfigureAwait(false) == session, "Each is found by its own name.");
            Hold(await store.OfAsync(session.Key.Issuer, session.Subject, cancellationToken).ConfigureAwait(false) is [var only] && only == session, "Each person has their own.");
        }
    }

    /// <summary>S08: whoever is signed out everywhere has every session of theirs ended, and nobody else has; an end that was there before stays as it was.</summary>
    public static async Task EveryOneOfAPersonEndsAsync(ISessionStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var over = Session("over", "ann") with { EndedAt = Start, End = SessionEnd.Idle };
        var other = Session("other", "ann") with { Key = new("https://other.example", "s1") };
        foreach (var session in (StoredSession[])[Session("s1", "ann"), Session("s2", "ann") with { SeenAt = Start.AddHours(1) }, Session("s3", "bob"), over, other])
            await store.ChangeAsync(session.Key, _ => session, cancellationToken).ConfigureAwait(false);
        Hold((await store.OfAsync(Issuer, "ann", cancellationToken).ConfigureAwait(false)).Select(s => s.Key.Id).SequenceEqual(["s2", "s1"]), "Those that are not over are listed, the latest seen first.");

        Hold(await store.EndAllAsync(Issuer, "ann", Start.AddHours(2), SessionEnd.SignedOut, cancellationToken).ConfigureAwait(false) == 2, "Two are ended.");
        Hold(await store.EndAllAsync(Issuer, "ann", Start.AddHours(3), SessionEnd.SignedOut, cancellationToken).ConfigureAwait(false) == 0, "Once.");
        Hold(await FindAsync(store, Session("s1", "ann").Key, cancellationToken).ConfigureAwait(false) is { End: SessionEnd.SignedOut, EndedAt: { } at } && at == Start.AddHours(2), "They say when and why.");
        Hold(await FindAsync(store, over.Key, cancellationToken).ConfigureAwait(false) == over, "What was over before stays as it was.");
        Hold(await FindAsync(store, other.Key, cancellationToken).ConfigureAwait(false) == other, "Another issuer's person is another person.");
        Hold((await store.OfAsync(Issuer, "ann", cancellationToken).ConfigureAwait(false)).Count == 0 && (await store.OfAsync(Issuer, "bob", cancellationToken).ConfigureAwait(false)).Count == 1, "Nobody else's end.");
    }

    /// <summary>S08: once a person's sessions were ended, no use that was under way has opened one again.</summary>
    public static async Task NoUseOpensWhatHasEndedAsync(ISessionStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        const int Sessions = 4, Uses = 12;
        var all = Enumerable.Range(0, Sessions).Select(n => Session($"s{n}", "ann")).ToArray();
        foreach (var session in all)
            await store.ChangeAsync(session.Key, _ => session, cancellationToken).ConfigureAwait(false);
        var uses = Enumerable.Range(0, Sessions * Uses).Select(n => Task.Run(
            async () => await store.ChangeAsync(all[n % Sessions].Key, s => s!.Used(Start.AddSeconds(n), new(TimeSpan.FromHours(1), TimeSpan.FromHours(2))), cancellationToken).ConfigureAwait(false), cancellationToken)).ToArray();
        await store.EndAllAsync(Issuer, "ann", Start, SessionEnd.SignedOut, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(uses).ConfigureAwait(false);

        foreach (var session in all)
            Hold(await FindAsync(store, session.Key, cancellationToken).ConfigureAwait(false) is { End: SessionEnd.SignedOut }, "What has ended stays ended.");
    }

    /// <summary>S12, S29: that somebody acts in another's place, and that they do no longer, is in the audit with the session itself, once each; and what was refused is there.</summary>
    public static async Task WhoActedIsKeptAsync(ISessionStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        const string Eve = "21:https://login.exampleeve\0\ud800";
        var began = Session("s1", "ann") with { Actor = Eve, Tenant = "main" };
        var plain = Session("s0", "ann");
        await store.ChangeAsync(plain.Key, _ => plain, cancellationToken).ConfigureAwait(false);
        await store.ChangeAsync(plain.Key, s => s!.Ended(Start.AddMinutes(1), SessionEnd.SignedOut), cancellationToken).ConfigureAwait(false);
        await HasAsync([], "Nobody acted.").ConfigureAwait(false);

        await store.ChangeAsync(began.Key, _ => began, cancellationToken).ConfigureAwait(false);
        await Refuse(async () => await store.ChangeAsync(Session("s9", "ann").Key, _ => began, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        await store.ChangeAsync(began.Key, s => s! with { SeenAt = Start.AddMinutes(2) }, cancellationToken).ConfigureAwait(false);
        await store.ChangeAsync(began.Key, s => s!.Ended(Start.AddMinutes(3), SessionEnd.Idle), cancellationToken).ConfigureAwait(false);
        await store.ChangeAsync(began.Key, s => s! with { ExpiresAt = Late.AddDays(-1) }, cancellationToken).ConfigureAwait(false);
        var started = new ImpersonationRecord { At = Start, Act = ImpersonationAct.Started, Issuer = Issuer, Subject = "ann", Tenant = "main", Actor = Eve, SessionId = "s1", Until = began.EndsAt };
        var ended = started with { At = Start.AddMinutes(3), Act = ImpersonationAct.Ended, Until = null, Detail = "Idle" };
        await HasAsync([ended, started], "It began and ended, once each, in every part.").ConfigureAwait(false);

        var other = began with { Key = new(Issuer, "s2"), SeenAt = Start.AddMinutes(4) };
        await store.ChangeAsync(other.Key, _ => other, cancellationToken).ConfigureAwait(false);
        Hold(await store.EndAllAsync(Issuer, "ann", Start.AddMinutes(5), SessionEnd.SignedOut, cancellationToken).ConfigureAwait(false) == 1, "One is ended.");
        await store.EndAllAsync(Issuer, "ann", Start.AddMinutes(5), SessionEnd.SignedOut, cancellationToken).ConfigureAwait(false);
        var otherStarted = started with { At = other.SeenAt, SessionId = "s2" };
        var otherEnded = ended with { At = Start.AddMinutes(5), SessionId = "s2", Detail = "SignedOut" };
        var refused = new ImpersonationRecord { At = Start.AddMinutes(6), Act = ImpersonationAct.Refused, Issuer = Issuer, Subject = "ann", Tenant = "main", Actor = "", SessionId = "s2", Detail = "5 more before" };
        await store.NoteAsync(refused, cancellationToken).ConfigureAwait(false);
        await store.NoteAsync(refused with { At = Start.AddMinutes(7), SessionId = "" }, cancellationToken).ConfigureAwait(false);
        await store.NoteAsync(refused with { Subject = "bob", SessionId = "" }, cancellationToken).ConfigureAwait(false);
        await HasAsync([refused with { At = Start.AddMinutes(7), SessionId = "" }, refused, otherEnded, otherStarted, ended, started], "All of a person is there, the latest first, and nothing of another.").ConfigureAwait(false);

        async Task HasAsync(IReadOnlyList<ImpersonationRecord> expected, string rule) =>
            Hold((await store.ImpersonationsAsync(ImpersonationQuery.Of(Issuer, "ann"), cancellationToken).ConfigureAwait(false)).Select(Plain).SequenceEqual(expected), rule);
    }

    /// <summary>The audit is read by person, actor and tenant, a page after another, in one order; and open sessions by who acts in them.</summary>
    public static async Task WhoActedIsFoundAsync(ISessionStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var (eve, mallory) = (new SessionActor(Issuer, "eve"), new SessionActor(Issuer, "mallory"));
        StoredSession[] all =
        [
            Session("s1", "ann") with { Actor = eve.ToText(), Tenant = "north" }, Session("s2", "bob") with { Actor = eve.ToText(), Tenant = "south" },
            Session("s3", "ann") with { Actor = mallory.ToText(), Tenant = "north" }, Session("s4", "eve") with { Tenant = "north" },
        ];
        foreach (var session in all)
            await store.ChangeAsync(session.Key, _ => session, cancellationToken).ConfigureAwait(false);
        await store.ChangeAsync(all[1].Key, s => s!.Ended(Start, SessionEnd.ActorLost), cancellationToken).ConfigureAwait(false);
        Hold((await store.ActingAsync(eve.ToText(), cancellationToken).ConfigureAwait(false)).SequenceEqual([all[0]]), "Where somebody acts is found, while it is not over.");

        var refused = new ImpersonationRecord { At = Start, Act = ImpersonationAct.Refused, Issuer = Issuer, Subject = "ann", Tenant = "north", Actor = mallory.ToText() };
        for (var i = 0; i < CksSessions.MostListed + 2; i++)
            await store.NoteAsync(refused, cancellationToken).ConfigureAwait(false);
        await AreAsync(ImpersonationQuery.By(eve), ["Ended s2", "Started s1", "Started s2"]).ConfigureAwait(false);
        await AreAsync(ImpersonationQuery.By(eve) with { Tenant = "south" }, ["Ended s2", "Started s2"]).ConfigureAwait(false);
        await AreAsync(ImpersonationQuery.In("south"), ["Ended s2", "Started s2"]).ConfigureAwait(false);
        var first = await store.ImpersonationsAsync(ImpersonationQuery.Of(Issuer, "ann"), cancellationToken).ConfigureAwait(false);
        var second = await store.ImpersonationsAsync(ImpersonationQuery.Of(Issuer, "ann") with { Before = first[^1] }, cancellationToken).ConfigureAwait(false);
        Hold(first.Count == CksSessions.MostListed && first.Concat(second).Select(r => r.Id).Distinct().Count() == CksSessions.MostListed + 4, "Each is on one page.");
        Hold(second.Count(r => r.Act == ImpersonationAct.Started) == 2 && second[0].Act == ImpersonationAct.Refused, "Refusals keep no act from being read.");
        foreach (var act in (ImpersonationAct[])[ImpersonationAct.Started, ImpersonationAct.Ended])
            await Refuse(async () => await store.NoteAsync(refused with { Act = act }, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

        async Task AreAsync(ImpersonationQuery query, IEnumerable<string> expected)
        {
            var found = await store.ImpersonationsAsync(query, cancellationToken).ConfigureAwait(false);
            Hold(found.Select(r => r.Act).SequenceEqual(found.Select(r => r.Act).OrderDescending()), "Of one moment what began is last.");
            Hold(found.Select(r => $"{r.Act} {r.SessionId}").Order(StringComparer.Ordinal).SequenceEqual(expected), "What was asked for is found, and nothing else.");
        }
    }

    private static ImpersonationRecord Plain(ImpersonationRecord record) => record.Id == Guid.Empty ? throw new InvalidOperationException("A row has no id.") : record with { Id = Guid.Empty };

    private static async ValueTask<StoredSession?> FindAsync(ISessionStore store, SessionKey key, CancellationToken cancellationToken)
    {
        StoredSession? found = null;
        await store.ChangeAsync(key, s => found = s, cancellationToken).ConfigureAwait(false);
        return found;
    }

    private static StoredSession Session(string id, string subject) => new()
    {
        Key = new(Issuer, id),
        Subject = subject,
        StartedAt = Start,
        SeenAt = Start,
        Idle = TimeSpan.FromMinutes(30),
        EndsAt = Start.AddHours(12),
        ExpiresAt = Late,
    };

    private static async Task Refuse(Func<Task> act)
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            return;
        }

        Hold(false, "It is refused.");
    }

    private static void Hold(bool isHeld, string rule)
    {
        if (!isHeld)
            throw new InvalidOperationException($"The store of sessions breaks its contract: {rule}");
    }
}
