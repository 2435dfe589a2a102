using Cks.Auth;

namespace Cks.Testing;

/// <summary>
/// What every <see cref="IRevocationStore"/> must do, as methods that a test of any framework calls: each takes a store without entries and throws <see cref="InvalidOperationException"/> where it is not held.
/// </summary>
public static class RevocationStoreContract
{
    private const string Issuer = "https://login.example";
    private static readonly DateTimeOffset Start = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Late = new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What was appended is read, every part of it, in its order and after a sequence.</summary>
    public static async Task EntriesComeBackInTheirOrderAsync(IRevocationStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var nothing = await store.ReadAsync(0, cancellationToken).ConfigureAwait(false);
        Hold(nothing is { Entries.Count: 0, LastSequence: 0 }, "Before the first entry the last sequence is 0.");
        var forever = new Revocation(RevocationKind.SubjectBarred, Issuer, "u1", Start.AddMilliseconds(1), null);
        await store.AppendAsync([Ended("s1"), new(RevocationKind.IssuedBefore, Issuer, "", Start, Late)], null, cancellationToken).ConfigureAwait(false);
        await store.AppendAsync([forever], null, cancellationToken).ConfigureAwait(false);

        var all = await store.ReadAsync(0, cancellationToken).ConfigureAwait(false);
        Hold(all.Entries.Select(e => e.Revocation).SequenceEqual([Ended("s1"), new(RevocationKind.IssuedBefore, Issuer, "", Start, Late), forever]), "Entries are read as they were appended, in their order.");
        Hold(all.Entries[0].Sequence > 0 && all.Entries.Zip(all.Entries.Skip(1)).All(p => p.First.Sequence < p.Second.Sequence), "Sequences are positive and rise.");
        Hold(all.LastSequence == all.Entries[^1].Sequence, "The last sequence is that of the last entry.");
        var rest = await store.ReadAsync(all.Entries[1].Sequence, cancellationToken).ConfigureAwait(false);
        Hold(rest.Entries is [{ Revocation: var only }] && only == forever, "What is after a sequence is read, and nothing else.");
        Hold((await store.ReadAsync(all.LastSequence, cancellationToken).ConfigureAwait(false)).Entries.Count == 0, "After the last there is nothing.");
    }

    /// <summary>S27: a webhook that came before adds nothing, and says whether it is done with.</summary>
    public static async Task AWebhookAddsOnceAsync(IRevocationStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var first = await store.AppendAsync([Ended("s1")], Delivery("m1"), cancellationToken).ConfigureAwait(false);
        var second = await store.AppendAsync([Ended("s2")], Delivery("m1"), cancellationToken).ConfigureAwait(false);
        await store.CompleteAsync(Issuer, "m1", cancellationToken).ConfigureAwait(false);
        await store.CompleteAsync(Issuer, "never came", cancellationToken).ConfigureAwait(false);
        var third = await store.AppendAsync([Ended("s3")], Delivery("m1"), cancellationToken).ConfigureAwait(false);
        var handled = await store.AppendAsync([], Delivery("m2") with { IsHandled = true }, cancellationToken).ConfigureAwait(false);

        Hold(first == new DeliveryReceipt(false, false, false), "The first is new.");
        Hold(second == new DeliveryReceipt(true, false, false), "The second is repeated, and not done with.");
        Hold(third == new DeliveryReceipt(true, true, false), "The third is repeated, and done with.");
        Hold(handled == new DeliveryReceipt(false, true, false), "One after which nothing is to follow is done with at once.");
        Hold(Ids(await store.ReadAsync(0, cancellationToken).ConfigureAwait(false)) == "s1", "What is repeated adds nothing.");
    }

    /// <summary>S27: of deliveries of one webhook at the same time exactly one adds its entries.</summary>
    public static async Task OfDeliveriesAtTheSameTimeOneAddsAsync(IRevocationStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        const int Webhooks = 5, Each = 4;
        var receipts = await Task.WhenAll(Enumerable.Range(0, Webhooks * Each).Select(n => Task.Run(
            async () => await store.AppendAsync([Ended($"s{n % Webhooks}")], Delivery($"m{n % Webhooks}"), cancellationToken).ConfigureAwait(false), cancellationToken))).ConfigureAwait(false);

        Hold(receipts.Count(r => !r.IsRepeated) == Webhooks, "One delivery of each webhook is new.");
        Hold((await store.ReadAsync(0, cancellationToken).ConfigureAwait(false)).Entries.Count == Webhooks, "Its entries are there once.");
    }

    /// <summary>S02: the same id of another issuer is another webhook.</summary>
    public static async Task AWebhookIsOfItsIssuerAsync(IRevocationStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        const string Other = "https://other.example";
        await store.AppendAsync([], Delivery("m1"), cancellationToken).ConfigureAwait(false);
        var other = await store.AppendAsync([], Delivery("m1") with { Issuer = Other }, cancellationToken).ConfigureAwait(false);
        await store.CompleteAsync(Other, "m1", cancellationToken).ConfigureAwait(false);
        Hold(!other.IsRepeated && !(await store.AppendAsync([], Delivery("m1"), cancellationToken).ConfigureAwait(false)).IsHandled, "An id is of its issuer.");
    }

    /// <summary>An older record of an object is stale, its entries are added all the same, and it does not become the last one.</summary>
    public static async Task AnOlderRecordIsStaleAsync(IRevocationStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var longest = new string('x', 3_000);
        foreach (var (id, seconds, about, isStale) in new[]
        {
            ("m1", 20, "user_1", false), ("m2", 10, "user_1", true), ("m3", 19, "user_1", true), ("m4", 20, "user_1", false), ("m5", 10, "user_2", false), ("m6", 0, "", false), ("m2", 10, "user_1", true),
            ("m7", 20, longest, false), ("m8", 10, longest, true), ("m9", 10, longest + "x", false),
        })
        {
            var receipt = await store.AppendAsync([Ended(id)], Delivery(id) with { ObjectId = about, ObjectAt = Start.AddSeconds(seconds) }, cancellationToken).ConfigureAwait(false);
            Hold(receipt.IsStale == isStale, $"{id} is {(isStale ? "stale" : "not stale")}.");
        }

        Hold(Ids(await store.ReadAsync(0, cancellationToken).ConfigureAwait(false)) == "m1 m2 m3 m4 m5 m6 m7 m8 m9", "What is stale adds its entries.");
    }

    /// <summary>What an entry ends is dropped, and nothing else.</summary>
    public static async Task WhatWasLiftedIsDroppedAsync(IRevocationStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        static Revocation At(RevocationKind kind, int seconds, string id = "u1") => new(kind, Issuer, id, Start.AddSeconds(seconds), null);
        await store.AppendAsync([At(RevocationKind.SubjectBarred, 0), At(RevocationKind.SubjectBarredByProvider, 0), At(RevocationKind.SubjectBarredByProvider, 9)], null, cancellationToken).ConfigureAwait(false);
        await store.AppendAsync([At(RevocationKind.SubjectBarred, 0, "u2"), At(RevocationKind.SubjectDeleted, 0), At(RevocationKind.SubjectLiftedByProvider, 9)], null, cancellationToken).ConfigureAwait(false);
        Hold(
            Kinds(await store.ReadAsync(0, cancellationToken).ConfigureAwait(false)) == "SubjectBarred u1, SubjectBarredByProvider u1, SubjectBarred u2, SubjectDeleted u1, SubjectLiftedByProvider u1",
            "The provider lifts what an earlier record of its own said.");
        await store.AppendAsync([At(RevocationKind.SubjectLifted, 1)], null, cancellationToken).ConfigureAwait(false);
        Hold(
            Kinds(await store.ReadAsync(0, cancellationToken).ConfigureAwait(false)) == "SubjectBarred u2, SubjectDeleted u1, SubjectLiftedByProvider u1, SubjectLifted u1",
            "The application lifts every bar of the person, and no deletion.");
    }

    /// <summary>What is said again is kept once, unless the earlier entry says more: an entry that is later in time, or that lasts longer.</summary>
    public static async Task WhatIsSaidAgainIsKeptOnceAsync(IRevocationStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        RevocationKind[] persons =
        [
            RevocationKind.SubjectBarred, RevocationKind.SubjectBarredByProvider, RevocationKind.SubjectDeleted, RevocationKind.IssuedBefore, RevocationKind.SubjectLifted, RevocationKind.SubjectLiftedByProvider,
        ];
        // At which second, and until which; 0 for ever.
        (int At, int Until)[] said = [(1, 5), (1, 5), (2, 9), (3, 7), (2, 8), (4, 9), (4, 0), (5, 9), (6, 0), (6, 0)];
        foreach (var kind in persons)
        {
            // A person of its own for each kind, so that nothing is lifted.
            foreach (var (at, until) in said)
                await store.AppendAsync([new(kind, Issuer, $"{kind}", Start.AddSeconds(at), until == 0 ? null : Start.AddSeconds(until))], null, cancellationToken).ConfigureAwait(false);
        }

        var page = await store.ReadAsync(0, cancellationToken).ConfigureAwait(false);
        Hold(page.Entries.Count == persons.Length && page.Entries.All(e => e.Revocation.At == Start.AddSeconds(6) && e.Revocation.ExpiresAt is null), "Of what is said again the last entry is kept that says all.");

        await store.AppendAsync([new(RevocationKind.SubjectDeleted, Issuer, "longer", Start, null)], null, cancellationToken).ConfigureAwait(false);
        await store.AppendAsync([new(RevocationKind.SubjectDeleted, Issuer, "longer", Start.AddSeconds(1), Late)], null, cancellationToken).ConfigureAwait(false);
        await store.AppendAsync([new(RevocationKind.IssuedBefore, Issuer, "later", Start.AddSeconds(1), Late)], null, cancellationToken).ConfigureAwait(false);
        await store.AppendAsync([new(RevocationKind.IssuedBefore, Issuer, "later", Start, null)], null, cancellationToken).ConfigureAwait(false);
        await store.AppendAsync([new(RevocationKind.IssuedBefore, Issuer.ToUpperInvariant(), "later", Start.AddSeconds(9), null)], null, cancellationToken).ConfigureAwait(false);
        var more = await store.ReadAsync(page.LastSequence, cancellationToken).ConfigureAwait(false);
        Hold(more.Entries.Count == 5, "What says more than a later entry stays, and an issuer speaks of its own persons only.");
    }

    /// <summary>S02: issuers and ids are any text and compared ordinally, whatever a database makes of letters, spaces and characters.</summary>
    public static async Task IdsAreComparedOrdinallyAsync(IRevocationStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        string[] ids = ["u", "U", "u ", " u", "\u00e9", "e\u0301", "\u0131", "i", "I", "u\0", "\0", "u\\0", "\\", "\\\\", "\ud800", "\\ud800", "\ud83d\ude00", "\udc00\ud800", "'; DROP TABLE revocations; --", "%", "_", new string('\u6f22', 255)];
        await store.AppendAsync([.. ids.Select(id => new Revocation(RevocationKind.SubjectBarred, Issuer, id, Start, null))], null, cancellationToken).ConfigureAwait(false);
        foreach (var (issuer, id) in new[] { (Issuer, "u"), (Issuer.ToUpperInvariant(), "U"), (Issuer, "u\0"), (Issuer, "\ud800"), (Issuer, "%") })
            await store.AppendAsync([new(RevocationKind.SubjectLifted, issuer, id, Start, Late)], null, cancellationToken).ConfigureAwait(false);
        foreach (var id in ids.Append("M"))
            Hold(!(await store.AppendAsync([], Delivery(id), cancellationToken).ConfigureAwait(false)).IsRepeated, "Two ids that differ are two webhooks.");

        var barred = (await store.ReadAsync(0, cancellationToken).ConfigureAwait(false)).Entries.Where(e => e.Revocation.Kind == RevocationKind.SubjectBarred).Select(e => e.Revocation.Id);
        Hold(barred.SequenceEqual(ids.Except(["u", "u\0", "\ud800", "%"])), "Exactly the person who was lifted is lifted, and every id is read as it was written.");
    }

    /// <summary>S27: whoever follows the record while several append to it, each time after what they have, misses no entry and sees each once.</summary>
    public static async Task AReaderMissesNothingAsync(IRevocationStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        const int Writers = 8, Each = 25, Readers = 3;
        async Task AppendAsync(int writer)
        {
            for (var i = 0; i < Each; i++)
                await store.AppendAsync([Ended($"{writer}.{i}.a"), Ended($"{writer}.{i}.b")], i % 2 == 0 ? null : Delivery($"{writer}.{i}"), cancellationToken).ConfigureAwait(false);
        }

        async Task<List<StoredRevocation>> FollowAsync()
        {
            var (read, position) = (new List<StoredRevocation>(), 0L);
            while (read.Count < Writers * Each * 2)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var page = await store.ReadAsync(position, cancellationToken).ConfigureAwait(false);
                Hold(page.LastSequence >= position, "The last sequence never goes back.");
                read.AddRange(page.Entries);
                position = page.LastSequence;
            }

            return read;
        }

        var readers = Enumerable.Range(0, Readers).Select(_ => Task.Run(FollowAsync, cancellationToken)).ToArray();
        var writers = Enumerable.Range(0, Writers).Select(n => Task.Run(() => AppendAsync(n), cancellationToken)).ToArray();
        await Task.WhenAll(writers).ConfigureAwait(false);
        // Who missed one waits for ever.
        var followed = await Task.WhenAll(readers).WaitAsync(TimeSpan.FromMinutes(1), cancellationToken).ConfigureAwait(false);
        var all = (await store.ReadAsync(0, cancellationToken).ConfigureAwait(false)).Entries;
        foreach (var read in followed)
            Hold(read.SequenceEqual(all), "A reader has all entries, once each and in their order.");
    }

    private static Revocation Ended(string id) => new(RevocationKind.SessionEnded, Issuer, id, Start, Late);

    private static WebhookDelivery Delivery(string id) => new(Issuer, id, Late);

    private static string Ids(RevocationPage page) => string.Join(' ', page.Entries.Select(e => e.Revocation.Id));

    private static string Kinds(RevocationPage page) => string.Join(", ", page.Entries.Select(e => $"{e.Revocation.Kind} {e.Revocation.Id}"));

    private static void Hold(bool isHeld, string what)
    {
        if (!isHeld)
            throw new InvalidOperationException(what);
    }
}
