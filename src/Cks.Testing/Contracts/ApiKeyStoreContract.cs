using Cks.Auth;
using Cks.Core;

namespace Cks.Testing;

/// <summary>
/// What every <see cref="IApiKeyStore"/> must do, as methods that a test of any framework calls: each takes a store without keys and throws <see cref="InvalidOperationException"/> where it is not held.
/// </summary>
public static class ApiKeyStoreContract
{
    private static readonly TenantId Main = TenantId.Parse("main");
    private static readonly TenantId Other = TenantId.Parse("other");
    private static readonly DateTimeOffset Start = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ApiKeyOwner Robot = new(Main, "urn:cks:service-accounts", "robot");
    private static readonly ApiKeyOwner Ann = new(Main, "https://login.example", "ann");

    /// <summary>What was written is read, every part of it, by its id and by its owner, and nobody else's.</summary>
    public static async Task WhatIsWrittenIsReadAsync(IApiKeyStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var full = Of("bbbbbbbbbbbbbbbb", Robot) with { Previous = Hash(1, 7, Start.AddDays(1)) };
        full = full with
        {
            Key = full.Key with { Name = "Läte 'shift'; --", IsTest = true, Capabilities = ["orders:accept", "orders:view"], Networks = ["10.0.0.0/8", "2001:db8::/32"], RevokedAt = Start.AddMinutes(3) },
            Current = Hash(2, 9, Start.AddDays(30)),
        };
        var plain = Of("aaaaaaaaaaaaaaaa", Robot);
        await WriteAsync(store, Robot, [full, plain], cancellationToken).ConfigureAwait(false);

        Same(full, await store.FindAsync(full.Key.Id, cancellationToken).ConfigureAwait(false));
        Same(plain, await store.FindAsync(plain.Key.Id, cancellationToken).ConfigureAwait(false));
        var read = await store.OfAsync(Robot, cancellationToken).ConfigureAwait(false);
        Hold(read.Select(s => s.Key.Id).SequenceEqual([plain.Key.Id, full.Key.Id]), "The keys of an owner are read in the order of their ids.");
        Same(full, read[1]);
        foreach (var id in new[] { "AAAAAAAAAAAAAAAA", "aaaaaaaaaaaaaaa", "", "aaaaaaaaaaaaaaaa " })
            Hold(await store.FindAsync(id, cancellationToken).ConfigureAwait(false) is null, "Ids are compared ordinally.");
        foreach (var owner in new[] { Robot with { Tenant = Other }, Robot with { Subject = "ROBOT" }, Robot with { Issuer = "urn:cks:Service-accounts" }, Robot with { Subject = "robot " }, Ann })
            Hold((await store.OfAsync(owner, cancellationToken).ConfigureAwait(false)).Count == 0, "Tenant, issuer and subject are compared ordinally.");
    }

    /// <summary>A change replaces keys of the same id and takes others away, at once.</summary>
    public static async Task AChangeReplacesAndRemovesAsync(IApiKeyStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        await WriteAsync(store, Robot, [Of("a", Robot), Of("b", Robot), Of("c", Robot)], cancellationToken).ConfigureAwait(false);
        var revoked = Of("b", Robot);
        revoked = revoked with { Key = revoked.Key with { RevokedAt = Start.AddHours(1) } };
        await store.ChangeAsync(Robot, _ => new([revoked], ["a", "not-there"], RowOf(Robot)), cancellationToken).ConfigureAwait(false);

        Hold((await store.OfAsync(Robot, cancellationToken).ConfigureAwait(false)).Select(s => s.Key.Id).SequenceEqual(["b", "c"]), "What is removed is gone, what is not stays.");
        Hold(await store.FindAsync("a", cancellationToken).ConfigureAwait(false) is null, "What is removed is found no more.");
        Same(revoked, await store.FindAsync("b", cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The decision sees all keys of its owner and of nobody else. Where it is nothing, or throws, neither a key nor an audit row is written, and nobody is locked out.</summary>
    public static async Task WithoutADecisionNothingIsWrittenAsync(IApiKeyStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        await WriteAsync(store, Ann, [Of("x", Ann)], cancellationToken).ConfigureAwait(false);
        await WriteAsync(store, Robot, [Of("b", Robot), Of("a", Robot)], cancellationToken).ConfigureAwait(false);
        IReadOnlyList<StoredApiKey>? seen = null;
        await store.ChangeAsync(Robot, held => (seen = held) is null ? null : null, cancellationToken).ConfigureAwait(false);
        Hold(seen!.Select(s => s.Key.Id).SequenceEqual(["a", "b"]), "The decision sees the keys of its owner, in order.");
        var broken = new FormatException();
        Exception? thrown = null;
        try
        {
            await store.ChangeAsync(Robot, _ => throw broken, cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            thrown = e;
        }

        Hold(ReferenceEquals(thrown, broken), "What the decision throws comes through.");
        Hold((await store.OfAsync(Robot, cancellationToken).ConfigureAwait(false)).Count == 2, "Nothing is written.");
        Hold((await HistoryAsync(store, Main, cancellationToken).ConfigureAwait(false)).Count == 2, "Nothing is in the history.");
        await WriteAsync(store, Robot, [Of("c", Robot)], cancellationToken).ConfigureAwait(false);
        Hold((await store.OfAsync(Robot, cancellationToken).ConfigureAwait(false)).Count == 3, "A decision that threw locks nobody out.");
    }

    /// <summary>S29: each act has its audit row, whole and in order; a change without one writes none, and a row without a change is written as well.</summary>
    public static async Task EachActHasItsAuditRowAsync(IApiKeyStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ApiKeyRecord[] rows =
        [
            new(Start, ApiKeyAction.Created, Ann.Issuer, Ann.Subject, Robot, ["a"], "nightly: orders:view"),
            new(Start.AddMinutes(1), ApiKeyAction.Rotated, Ann.Issuer, Ann.Subject, Robot, ["a"], "'; --"),
            new(Start.AddMinutes(1), ApiKeyAction.AllRevoked, Ann.Issuer, Ann.Subject, Robot, [], "left"),
        ];
        await store.ChangeAsync(Robot, _ => new([Of("a", Robot)], [], rows[0]), cancellationToken).ConfigureAwait(false);
        await store.ChangeAsync(Robot, _ => new([Of("a", Robot)], [], rows[1]), cancellationToken).ConfigureAwait(false);
        await store.ChangeAsync(Robot, _ => new([Of("a", Robot) with { Current = Hash(1, 8, Start.AddDays(30)) }], [], null), cancellationToken).ConfigureAwait(false);
        await store.ChangeAsync(Robot, _ => new([], [], rows[2]), cancellationToken).ConfigureAwait(false);

        var history = await HistoryAsync(store, Main, cancellationToken).ConfigureAwait(false);
        Hold(history.Count == rows.Length, "There are as many audit rows as acts.");
        foreach (var (expected, actual) in rows.Zip(history))
            Hold(expected with { KeyIds = [] } == actual with { KeyIds = [] } && expected.KeyIds.SequenceEqual(actual.KeyIds), "An audit row is read as it was written.");
        Hold((await HistoryAsync(store, Other, cancellationToken).ConfigureAwait(false)).Count == 0, "The history of a tenant is its own.");
    }

    /// <summary>A use is noted where it is later than what stands there, and no change of the key sets it back. Unknown ids are passed over.</summary>
    public static async Task TheLastUseIsKeptAsync(IApiKeyStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        await WriteAsync(store, Robot, [Of("a", Robot), Of("b", Robot), Of("c", Robot)], cancellationToken).ConfigureAwait(false);
        await store.TouchAsync([new("a", Start.AddHours(2)), new("gone", Start), new("b", Start.AddHours(1))], cancellationToken).ConfigureAwait(false);
        await store.TouchAsync([new("a", Start.AddHours(1)), new("b", Start.AddHours(3))], cancellationToken).ConfigureAwait(false);
        await store.TouchAsync([], cancellationToken).ConfigureAwait(false);
        // As somebody read it before it was used.
        await WriteAsync(store, Robot, [Of("a", Robot)], cancellationToken).ConfigureAwait(false);

        foreach (var (id, at) in new[] { ("a", Start.AddHours(2)), ("b", Start.AddHours(3)), ("c", default(DateTimeOffset?)) })
            Hold((await store.FindAsync(id, cancellationToken).ConfigureAwait(false))?.Key.LastUsedAt == at, $"\"{id}\" was last used at {at:T}.");
        Hold(await store.FindAsync("gone", cancellationToken).ConfigureAwait(false) is null, "A use makes no key.");
    }

    /// <summary>Changes of an owner's keys take turns, so that none is decided by what another one is about to change; those of others are under way meanwhile.</summary>
    public static async Task ChangesOfAnOwnerTakeTurnsAsync(IApiKeyStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        const int Each = 20;
        async Task AddAsync(ApiKeyOwner owner)
        {
            for (var i = 0; i < Each; i++)
                // The number of those that are there: twice the same would replace.
                await store.ChangeAsync(owner, held => new([Of($"{owner.Subject}{held.Count:d4}", owner)], [], RowOf(owner)), cancellationToken).ConfigureAwait(false);
        }

        var all = Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() => AddAsync(n % 2 == 0 ? Robot : Ann), cancellationToken)));
        await all.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken).ConfigureAwait(false);

        foreach (var owner in new[] { Robot, Ann })
            Hold((await store.OfAsync(owner, cancellationToken).ConfigureAwait(false)).Count == Each * 2, "No change was decided by what another one was about to change.");
        Hold((await HistoryAsync(store, Main, cancellationToken).ConfigureAwait(false)).Count == Each * 4, "Each act has its audit row.");
    }

    private static StoredApiKey Of(string id, ApiKeyOwner owner) => new(
        new(id, owner) { Name = "nightly", Capabilities = ["orders:view"], CreatedAt = Start, CreatedByIssuer = Ann.Issuer, CreatedBySubject = Ann.Subject, ExpiresAt = Start.AddDays(30) }, Hash(1, 1, Start.AddDays(30)));

    private static ApiKeyHash Hash(int number, byte seed, DateTimeOffset until) => new(number, Enumerable.Range(0, 32).Select(i => (byte)(i * seed)).ToArray(), until);

    private static ApiKeyRecord RowOf(ApiKeyOwner owner) => new(Start, ApiKeyAction.Created, Ann.Issuer, Ann.Subject, owner, [], "first");

    private static async Task WriteAsync(IApiKeyStore store, ApiKeyOwner owner, IReadOnlyList<StoredApiKey> written, CancellationToken cancellationToken) =>
        await store.ChangeAsync(owner, _ => new(written, [], RowOf(owner)), cancellationToken).ConfigureAwait(false);

    private static async Task<IReadOnlyList<ApiKeyRecord>> HistoryAsync(IApiKeyStore store, TenantId tenant, CancellationToken cancellationToken)
    {
        var rows = new List<ApiKeyRecord>();
        await foreach (var row in store.HistoryAsync(tenant, cancellationToken).ConfigureAwait(false))
            rows.Add(row);
        return rows;
    }

    private static void Same(StoredApiKey expected, StoredApiKey? actual)
    {
        Hold(actual is not null, "What was written is there.");
        Hold(Plain(expected.Key) == Plain(actual!.Key), $"A key is read as it was written: {actual}.");
        Hold(expected.Key.Capabilities.SequenceEqual(actual.Key.Capabilities) && expected.Key.Networks.SequenceEqual(actual.Key.Networks), "Capabilities and networks are read as they were written, in their order.");
        Hold(Same(expected.Current, actual.Current) && Same(expected.Previous, actual.Previous), "Both secrets are read as they were written.");
    }

    private static ApiKey Plain(ApiKey key) => key with { Capabilities = [], Networks = [] };

    private static bool Same(ApiKeyHash? one, ApiKeyHash? other) => one is null || other is null
        ? one == other : one.Number == other.Number && one.Until == other.Until && one.Value.Span.SequenceEqual(other.Value.Span);

    private static void Hold(bool isHeld, string what)
    {
        if (!isHeld)
            throw new InvalidOperationException(what);
    }
}
