using Cks.Core;
using Cks.Rbac;

namespace Cks.Testing;

/// <summary>
/// What every <see cref="IGrantLedger"/> must do, as methods that a test of any framework calls: each takes a ledger without grants and throws <see cref="InvalidOperationException"/> where it is not held.
/// </summary>
public static class GrantLedgerContract
{
    private static readonly TenantId Main = TenantId.Parse("main");
    private static readonly TenantId Other = TenantId.Parse("other");
    private static readonly DateTimeOffset Start = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PersonId Ann = new("https://login.example", "ann");
    private static readonly PersonId Bob = new("https://login.example", "bob");

    /// <summary>What was written is read, every part of it, and nobody else's.</summary>
    public static async Task WhatIsWrittenIsReadAsync(IGrantLedger ledger, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var full = new Grant("g1", GrantKind.Permit, Bob.Issuer, Bob.Id, Main, "orders:view") { From = Start, When = """{"status":["open","läte"]}""", Read = ["code", "price"], Write = [], Until = Start.AddDays(1), Reason = "covers for Ann \u0022'; --", IsSuspended = true };
        var plain = Of("g2", Bob, Main);
        await WriteAsync(ledger, [full, plain], [], cancellationToken).ConfigureAwait(false);

        var read = await ledger.OfAsync(Bob.Issuer, Bob.Id, Main, cancellationToken).ConfigureAwait(false);
        Hold(read.Count == 2, "A person has what was written.");
        Same(full, read.Single(g => g.Id == "g1"));
        Same(plain, read.Single(g => g.Id == "g2"));
        foreach (var (issuer, id, tenant) in new[] { (Bob.Issuer, "BOB", Main), ("https://LOGIN.example", Bob.Id, Main), (Bob.Issuer, Bob.Id, Other), (Bob.Issuer, "bob ", Main), (Bob.Issuer, Bob.Id, default) })
            Hold((await ledger.OfAsync(issuer, id, tenant, cancellationToken).ConfigureAwait(false)).Count == 0, "Issuer, subject and tenant are compared ordinally.");
    }

    /// <summary>A change replaces grants of the same id and takes others away, at once.</summary>
    public static async Task AChangeReplacesAndRemovesAsync(IGrantLedger ledger, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        await WriteAsync(ledger, [Of("g1", Bob, Main), Of("g2", Bob, Main), Of("g3", Bob, Main)], [], cancellationToken).ConfigureAwait(false);
        await WriteAsync(ledger, [Of("g2", Bob, Main) with { Reason = "again" }], ["g1", "not-there"], cancellationToken).ConfigureAwait(false);

        var read = await ledger.OfAsync(Bob.Issuer, Bob.Id, Main, cancellationToken).ConfigureAwait(false);
        Hold(read.Select(g => g.Id).Order(StringComparer.Ordinal).SequenceEqual(["g2", "g3"]), "What is removed is gone, what is not stays.");
        Hold(read.Single(g => g.Id == "g2").Reason == "again", "A grant stands in place of the one with its id.");
    }

    /// <summary>S02: a person is any text, compared ordinally, whatever a store makes of letters, spaces and characters.</summary>
    public static async Task PeopleAreComparedOrdinallyAsync(IGrantLedger ledger, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        string[] people = ["u", "U", "u_", "u%", "\u00e9", "e\u0301", "\u0131", "i", "u\0", "u\\0", "\\", "\\\\", "\ud83d\ude00", "'; DROP TABLE grants; --", new string('\u6f22', CksGrants.LongestSubject)];
        await WriteAsync(ledger, [.. people.Select((id, n) => Of($"g{n}", new(Ann.Issuer, id), Main) with { Reason = id })], [], cancellationToken).ConfigureAwait(false);
        foreach (var (n, id) in people.Index())
        {
            var read = await ledger.OfAsync(Ann.Issuer, id, Main, cancellationToken).ConfigureAwait(false);
            Hold(read is [var only] && only.Id == $"g{n}" && only.SubjectId == id && only.Reason == id, $"Each person has what is theirs, as it was written: {n}.");
            Hold((await ledger.TenantsOfAsync(Ann.Issuer, id, Start, cancellationToken).ConfigureAwait(false)).Count == 1, "And is where they have it.");
        }

        foreach (var stranger in (string[])["\ud800", "\0", "\\0", "u\0\0", new('x', 100_000)])
            Hold((await ledger.OfAsync(Ann.Issuer, stranger, Main, cancellationToken).ConfigureAwait(false)).Count == 0, "A text that nobody has is nobody, and no exception.");
        Hold((await HistoryAsync(ledger, Main, cancellationToken).ConfigureAwait(false)).Select(r => r.Person.Id).Order(StringComparer.Ordinal).SequenceEqual(people.Order(StringComparer.Ordinal)), "The history names the same people.");
    }

    /// <summary>Where the decision is nothing, or throws, neither a grant nor an audit row is written.</summary>
    public static async Task WithoutADecisionNothingIsWrittenAsync(IGrantLedger ledger, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        await ledger.ChangeAsync(Main, Ann, Bob, _ => null, cancellationToken).ConfigureAwait(false);
        var broken = new FormatException();
        Exception? thrown = null;
        try
        {
            await ledger.ChangeAsync(Main, Ann, Bob, _ => throw broken, cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            thrown = e;
        }

        Hold(ReferenceEquals(thrown, broken), "What the decision throws comes through.");
        Hold((await ledger.OfAsync(Bob.Issuer, Bob.Id, Main, cancellationToken).ConfigureAwait(false)).Count == 0, "Nothing is granted.");
        Hold((await HistoryAsync(ledger, Main, cancellationToken).ConfigureAwait(false)).Count == 0, "Nothing is in the history.");
        await WriteAsync(ledger, [Of("g1", Bob, Main)], [], cancellationToken).ConfigureAwait(false);
        Hold((await ledger.OfAsync(Bob.Issuer, Bob.Id, Main, cancellationToken).ConfigureAwait(false)).Count == 1, "A decision that threw locks nobody out.");
    }

    /// <summary>S29: each change has its audit row, whole and in order; an audit row without a change is written as well.</summary>
    public static async Task EachChangeHasItsAuditRowAsync(IGrantLedger ledger, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var grant = Of("g1", Bob, Main) with { Until = Start.AddHours(1) };
        GrantRecord[] rows =
        [
            new(Start, GrantAction.Granted, Ann, Bob, Main, [grant], "needs it", "7.abc"),
            new(Start.AddMinutes(1), GrantAction.Revoked, Ann, Bob, Main, [grant], "", ""),
            new(Start.AddMinutes(1), GrantAction.Listed, Ann, default, Main, [], "reads", ""),
        ];
        await ledger.ChangeAsync(Main, Ann, Bob, _ => new([grant], [], rows[0]), cancellationToken).ConfigureAwait(false);
        await ledger.ChangeAsync(Main, Ann, Bob, _ => new([], ["g1"], rows[1]), cancellationToken).ConfigureAwait(false);
        await ledger.ChangeAsync(Main, Ann, Ann, _ => new([], [], rows[2]), cancellationToken).ConfigureAwait(false);

        var history = await HistoryAsync(ledger, Main, cancellationToken).ConfigureAwait(false);
        Hold(history.Count == 3, "There are as many audit rows as changes.");
        foreach (var (expected, actual) in rows.Zip(history))
        {
            Hold(Plain(expected).Equals(Plain(actual)), "An audit row is read as it was written.");
            Hold(expected.Grants.Count == actual.Grants.Count, "An audit row keeps its grants.");
            foreach (var (one, other) in expected.Grants.Zip(actual.Grants))
                Same(one, other);
        }

        Hold((await HistoryAsync(ledger, Other, cancellationToken).ConfigureAwait(false)).Count == 0, "The history of a tenant is its own.");
    }

    /// <summary>The decision sees what both persons have in the tenant; a person who is both sees it twice.</summary>
    public static async Task TheDecisionSeesBothAsync(IGrantLedger ledger, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        await WriteAsync(ledger, [Of("a", Ann, Main), Of("b", Bob, Main)], [], cancellationToken).ConfigureAwait(false);
        await ledger.ChangeAsync(Other, Ann, Ann, _ => new([Of("c", Ann, Other)], [], RowOf(Ann, Other)), cancellationToken).ConfigureAwait(false);
        GrantsHeld? seen = null, own = null;
        await ledger.ChangeAsync(Main, Ann, Bob, held => (seen = held) is null ? null : null, cancellationToken).ConfigureAwait(false);
        await ledger.ChangeAsync(Main, Ann, Ann, held => (own = held) is null ? null : null, cancellationToken).ConfigureAwait(false);

        Hold(seen is { Grantor: [{ Id: "a" }], Grantee: [{ Id: "b" }] }, "Both are seen, in this tenant alone.");
        Hold(own is { Grantor: [{ Id: "a" }], Grantee: [{ Id: "a" }] }, "Somebody may be both.");
    }

    /// <summary>The grants of a tenant are listed in order, and nobody else's.</summary>
    public static async Task ATenantIsListedInOrderAsync(IGrantLedger ledger, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        await WriteAsync(ledger, [Of("2", Bob, Main), Of("1", Bob, Main), Of("3", Ann, Main), Of("0", new("a", "z"), Main), Of("4", Bob, Other)], [], cancellationToken).ConfigureAwait(false);
        var ids = new List<string>();
        await foreach (var grant in ledger.InAsync(Main, cancellationToken).ConfigureAwait(false))
            ids.Add(grant.Id);

        Hold(ids.SequenceEqual(["0", "3", "1", "2"]), "Ordered by issuer, subject and id.");
    }

    /// <summary>A person is in the tenants in which a role or a permit is in force: from its first moment to before its last, and not while it is suspended.</summary>
    public static async Task APersonIsWhereSomethingIsInForceAsync(IGrantLedger ledger, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        TenantId[] tenants = [.. new[] { "t1", "t2", "t3", "t4", "t5", "t6" }.Select(TenantId.Parse)];
        await WriteAsync(
            ledger,
            [
                Of("1", Bob, tenants[0]) with { From = Start.AddHours(1), Until = Start.AddHours(2) },
                new Grant("2", GrantKind.Permit, Bob.Issuer, Bob.Id, tenants[1], "orders:view") { Reason = "first" },
                new Grant("3", GrantKind.Deny, Bob.Issuer, Bob.Id, tenants[2], "orders:view") { Reason = "first" },
                new Grant("4", GrantKind.BreakGlass, Bob.Issuer, Bob.Id, tenants[3], "") { Until = Start.AddHours(9), Reason = "first" },
                Of("5", Bob, tenants[4]) with { IsSuspended = true },
                Of("6", Ann, tenants[5]),
            ],
            [], cancellationToken).ConfigureAwait(false);
        foreach (var (at, expected) in new[] { (Start.AddHours(1).AddTicks(-1), "t2"), (Start.AddHours(1), "t1 t2"), (Start.AddHours(2).AddTicks(-1), "t1 t2"), (Start.AddHours(2), "t2") })
        {
            var found = string.Join(' ', await ledger.TenantsOfAsync(Bob.Issuer, Bob.Id, at, cancellationToken).ConfigureAwait(false));
            Hold(found == expected, $"At {at:T} in \"{expected}\", not in \"{found}\".");
        }
    }

    /// <summary>S17: changes that name a person take turns, so that none is decided by what another one is about to change. People who grant to each other do not wait for each other for ever.</summary>
    public static async Task ChangesOfAPersonTakeTurnsAsync(IGrantLedger ledger, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        const int Each = 20;
        async Task AddOneAsync(PersonId by, PersonId to, int number)
        {
            for (var i = 0; i < Each; i++)
                await ledger.ChangeAsync(
                    Main, by, to,
                    // The number of those that are there: twice the same would replace.
                    held => new([Of($"{to.Id}{held.Grantee.Count}", to, Main)], [], RowOf(to, Main) with { Reason = $"{number}" }), cancellationToken).ConfigureAwait(false);
        }

        var all = Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() => n % 2 == 0 ? AddOneAsync(Ann, Bob, n) : AddOneAsync(Bob, Ann, n), cancellationToken)));
        await all.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken).ConfigureAwait(false);

        foreach (var person in new[] { Ann, Bob })
            Hold((await ledger.OfAsync(person.Issuer, person.Id, Main, cancellationToken).ConfigureAwait(false)).Count == Each * 2, "No change was decided by what another one was about to change.");
        Hold((await HistoryAsync(ledger, Main, cancellationToken).ConfigureAwait(false)).Count == Each * 4, "Each change has its audit row.");
    }

    private static Grant Of(string id, PersonId person, TenantId tenant) => new(id, GrantKind.Role, person.Issuer, person.Id, tenant, "crew") { From = Start, Reason = "first" };

    private static GrantRecord RowOf(PersonId person, TenantId tenant) => new(Start, GrantAction.Granted, Ann, person, tenant, [], "first", "");

    private static async Task WriteAsync(IGrantLedger ledger, IReadOnlyList<Grant> written, IReadOnlyList<string> removed, CancellationToken cancellationToken)
    {
        // A change is of one person in one tenant.
        foreach (var mine in written.GroupBy(g => (Person: new PersonId(g.Issuer, g.SubjectId), g.Tenant)))
            await ledger.ChangeAsync(mine.Key.Tenant, Ann, mine.Key.Person, _ => new([.. mine], removed, RowOf(mine.Key.Person, mine.Key.Tenant)), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<GrantRecord>> HistoryAsync(IGrantLedger ledger, TenantId tenant, CancellationToken cancellationToken)
    {
        var rows = new List<GrantRecord>();
        await foreach (var row in ledger.HistoryAsync(tenant, cancellationToken).ConfigureAwait(false))
            rows.Add(row);
        return rows;
    }

    private static void Same(Grant expected, Grant actual)
    {
        Hold(expected with { Read = null, Write = null } == actual with { Read = null, Write = null }, $"A grant is read as it was written: {actual}.");
        Hold(Lists(expected) == Lists(actual), "The fields of a grant are read as they were written; none is not an empty list.");
    }

    private static string Lists(Grant grant) => $"{(grant.Read is null ? "-" : string.Join(',', grant.Read))};{(grant.Write is null ? "-" : string.Join(',', grant.Write))}";

    private static object Plain(GrantRecord row) => (row.At, row.Action, row.By, row.Person, row.Tenant, row.Reason, row.PolicyVersion);

    private static void Hold(bool isHeld, string what)
    {
        if (!isHeld)
            throw new InvalidOperationException(what);
    }
}
