using Cks.Core;

namespace Cks.Testing;

/// <summary>
/// What every <see cref="IRevisionStore"/> must do, as methods that a test of any framework calls: each takes a store without revisions and throws <see cref="InvalidOperationException"/> where it is not held.
/// </summary>
public static class RevisionStoreContract
{
    private const string Document = "settings";
    private static readonly DateTimeOffset Start = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RevisionAuthor Ann = new("https://login.example", "ann");
    private static readonly RevisionAuthor Bob = new("https://login.example", "bob");

    /// <summary>What was written is read, every part of it, and of no other document.</summary>
    public static async Task WhatIsWrittenIsReadAsync(IRevisionStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var head = await store.HeadAsync(Document, cancellationToken).ConfigureAwait(false);
        Hold(head is { InForce: null, Newest: null, Sequence: 0 }, "A document that nobody wrote has no revision.");
        byte[] every = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        var first = Of(1, every, new("https://login.example", "\u00e9\0'; --\ud800")) with { Reason = "because \\ \"of\" 'it'", Gains = "crew: orders:view\nwarehouse: all" };
        var second = Of(2, [], Bob) with { Restores = 1, NeedsApproval = true };
        await AddAsync(store, first, cancellationToken).ConfigureAwait(false);
        await AddAsync(store, second, cancellationToken).ConfigureAwait(false);

        head = await store.HeadAsync(Document, cancellationToken).ConfigureAwait(false);
        Same(first, head.InForce);
        Same(second, head.Newest);
        var history = await HistoryAsync(store, cancellationToken).ConfigureAwait(false);
        Hold(history.Count == 2, "The history has every revision.");
        Same(second, history[0]);
        Same(first, history[1]);
        foreach (var other in (string[])["Settings", "settings ", "setting", "policy", "'; --", "\ud800", "\\", new('x', RevisionDocuments.LongestName)])
            Hold(await store.HeadAsync(other, cancellationToken).ConfigureAwait(false) is { InForce: null, Newest: null }, "Documents are told apart ordinally.");
    }

    /// <summary>S16: a revision that needs a second person is in force once it is approved, and not before; another one that follows takes its place.</summary>
    public static async Task WhatNeedsApprovalWaitsAsync(IRevisionStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        await AddAsync(store, Of(1, [1], Ann), cancellationToken).ConfigureAwait(false);
        await AddAsync(store, Of(2, [2], Ann) with { NeedsApproval = true }, cancellationToken).ConfigureAwait(false);
        var head = await store.HeadAsync(Document, cancellationToken).ConfigureAwait(false);
        Hold(head is { InForce.Sequence: 1, Sequence: 2, Pending.Sequence: 2 }, "What waits is not in force.");

        var approval = new RevisionApproval(Bob, Start.AddHours(1)) { Reason = "seen" };
        await store.ChangeAsync(Document, _ => RevisionChange.Approve(approval), cancellationToken).ConfigureAwait(false);
        head = await store.HeadAsync(Document, cancellationToken).ConfigureAwait(false);
        Hold(head is { InForce.Sequence: 2, Pending: null } && head.InForce.Approval == approval && head.Newest!.Approval == approval, "What was approved is in force, and says by whom and when.");

        await AddAsync(store, Of(3, [3], Ann) with { NeedsApproval = true }, cancellationToken).ConfigureAwait(false);
        await AddAsync(store, Of(4, [4], Bob), cancellationToken).ConfigureAwait(false);
        head = await store.HeadAsync(Document, cancellationToken).ConfigureAwait(false);
        Hold(head is { InForce.Sequence: 4, Pending: null }, "What follows takes the place of what waits.");
        await RefusedAsync(store, _ => RevisionChange.Approve(new(Bob, Start)), "What waits for nobody is not approved.", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>S16: only the next revision is added, and its author is no second person. What is refused, or not decided, leaves nothing.</summary>
    public static async Task WhatDoesNotFollowIsRefusedAsync(IRevisionStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        await AddAsync(store, Of(1, [1], Ann), cancellationToken).ConfigureAwait(false);
        foreach (var sequence in (long[])[1, 3, 0, -1])
            await RefusedAsync(store, _ => RevisionChange.Add(Of(sequence, [2], Ann)), "A revision is the next one of its document.", cancellationToken).ConfigureAwait(false);
        await RefusedAsync(store, _ => RevisionChange.Add(Of(2, [2], Ann) with { Document = "policy" }), "A revision is of the document that is held.", cancellationToken).ConfigureAwait(false);
        await RefusedAsync(store, _ => RevisionChange.Add(Of(2, [2], Ann) with { Approval = new(Bob, Start) }), "A revision that is added is approved by nobody.", cancellationToken).ConfigureAwait(false);
        await RefusedAsync(store, _ => throw new InvalidOperationException(), "What the decision throws comes through.", cancellationToken).ConfigureAwait(false);
        await store.ChangeAsync(Document, _ => null, cancellationToken).ConfigureAwait(false);
        await AddAsync(store, Of(2, [2], Ann) with { NeedsApproval = true }, cancellationToken).ConfigureAwait(false);
        await RefusedAsync(store, _ => RevisionChange.Approve(new(Ann, Start)), "The author is no second person.", cancellationToken).ConfigureAwait(false);

        var history = await HistoryAsync(store, cancellationToken).ConfigureAwait(false);
        Hold(history.Select(r => r.Sequence).SequenceEqual([2L, 1L]) && history.All(r => r.Approval is null), "What was refused is not there.");
    }

    /// <summary>S16: of several who write at once each sees what the others wrote, and none writes over it.</summary>
    public static async Task WritersTakeTurnsAsync(IRevisionStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        const int Writers = 4;
        const int Each = 10;
        var all = Task.WhenAll(Enumerable.Range(0, Writers).Select(n => Task.Run(
            async () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    // Each adds one to what it sees.
                    await store.ChangeAsync(
                        Document, head => RevisionChange.Add(Of(head.Sequence + 1, [(byte)((head.InForce is { } before ? before.Content.Span[0] : 0) + 1)], Ann)), cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken)));
        await all.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken).ConfigureAwait(false);

        var head = await store.HeadAsync(Document, cancellationToken).ConfigureAwait(false);
        Hold(head.Sequence == Writers * Each && head.InForce!.Content.Span[0] == Writers * Each, "Nobody wrote over what another one wrote.");
    }

    private static Revision Of(long sequence, byte[] content, RevisionAuthor author) => new(Document, sequence, content, author, Start.AddMinutes(sequence)) { Reason = "r" };

    private static async Task AddAsync(IRevisionStore store, Revision revision, CancellationToken cancellationToken) =>
        await store.ChangeAsync(Document, _ => RevisionChange.Add(revision), cancellationToken).ConfigureAwait(false);

    private static async Task RefusedAsync(IRevisionStore store, Func<RevisionHead, RevisionChange?> decide, string what, CancellationToken cancellationToken)
    {
        var isRefused = false;
        try
        {
            await store.ChangeAsync(Document, decide, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            isRefused = true;
        }

        Hold(isRefused, what);
    }

    private static async Task<IReadOnlyList<Revision>> HistoryAsync(IRevisionStore store, CancellationToken cancellationToken)
    {
        var revisions = new List<Revision>();
        await foreach (var revision in store.HistoryAsync(Document, cancellationToken).ConfigureAwait(false))
            revisions.Add(revision);
        return revisions;
    }

    private static void Same(Revision expected, Revision? actual)
    {
        Hold(actual is not null && expected with { Content = default } == actual with { Content = default }, $"A revision is read as it was written: {actual}.");
        Hold(expected.Content.Span.SequenceEqual(actual!.Content.Span) && expected.ContentHash == actual.ContentHash, "Its content is read byte for byte.");
    }

    private static void Hold(bool isHeld, string what)
    {
        if (!isHeld)
            throw new InvalidOperationException(what);
    }
}
