namespace Cks.Core;

/// <summary>
/// The way of a revision into the store: judged by its document's rule, never over one that its author has not seen (S16), with author and reason, and told to other hosts. A change that a rule calls sensitive waits for a
/// second person. Who may do this is the caller's to ask. Thread-safe.
/// </summary>
/// <param name="store">Keeps the revisions.</param>
/// <param name="rules">One for each document that may have revisions.</param>
/// <param name="bus">Tells other hosts; without it they look by themselves.</param>
/// <param name="events">Takes what happens.</param>
/// <param name="clock">Clock for the times of revisions and approvals.</param>
/// <exception cref="ArgumentException">Two rules are about one document.</exception>
public sealed class RevisionPublisher(IRevisionStore store, IEnumerable<IRevisionRule> rules, IChangeBus? bus = null, SecurityEvents? events = null, TimeProvider? clock = null)
{
    private readonly Dictionary<string, IRevisionRule> _rules = rules.ToDictionary(r => r.Document, StringComparer.Ordinal);
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>The documents that may have revisions, in ordinal order.</summary>
    public IReadOnlyList<string> Documents => [.. _rules.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Writes the next revision of a document.</summary>
    /// <param name="document">Which document.</param>
    /// <param name="content">The whole document.</param>
    /// <param name="seen">Sequence of the newest revision that the author has seen (<see cref="RevisionHead.Sequence"/>); 0 for none.</param>
    /// <param name="author">Who; not blank.</param>
    /// <param name="reason">Why; not blank.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<RevisionOutcome> ProposeAsync(string document, ReadOnlyMemory<byte> content, long seen, RevisionAuthor author, string reason, CancellationToken cancellationToken = default) =>
        WriteAsync(document, content, seen, author, reason, restores: null, cancellationToken);

    /// <summary>Brings the content of an earlier revision back as a new one, which is judged like any other: by today's rule, and by a second person where it is sensitive.</summary>
    /// <param name="document">Which document.</param>
    /// <param name="sequence">The revision to bring back; one that was in force.</param>
    /// <param name="seen">Sequence of the newest revision that the author has seen.</param>
    /// <param name="author">Who; not blank.</param>
    /// <param name="reason">Why; not blank.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<RevisionOutcome> RollBackAsync(string document, long sequence, long seen, RevisionAuthor author, string reason, CancellationToken cancellationToken = default)
    {
        Check(document, author, reason);
        Revision? kept = null;
        await foreach (var revision in store.HistoryAsync(document, cancellationToken).ConfigureAwait(false))
        {
            if (revision.Sequence > sequence)
                continue;
            kept = revision.Sequence == sequence ? revision : null;
            break;
        }

        if (kept is not { IsEffective: true })
            return RevisionOutcome.Refused(kept is null ? RevisionRefusal.NotFound : RevisionRefusal.NeverInForce);
        return await WriteAsync(document, kept.Content, seen, author, reason, sequence, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the newest revision, which waits for a second person, come into force. It is judged again, against what is in force now.</summary>
    /// <param name="document">Which document.</param>
    /// <param name="sequence">The revision that the second person has looked at.</param>
    /// <param name="approver">Who; another person than the author.</param>
    /// <param name="reason">Why; not blank.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<RevisionOutcome> ApproveAsync(string document, long sequence, RevisionAuthor approver, string reason, CancellationToken cancellationToken = default)
    {
        Check(document, approver, reason);
        if (!_rules.TryGetValue(document, out var rule))
            return RevisionOutcome.Refused(RevisionRefusal.UnknownDocument);
        RevisionOutcome? outcome = null;
        await store.ChangeAsync(
            document,
            head =>
            {
                outcome = Approvable(head, sequence, approver);
                if (outcome is not null)
                    return null;
                var (pending, findings) = (head.Pending!, new DiagnosticBag());
                rule.Judge(head.InForce?.Content ?? default, pending.Content, ProvenanceOf(pending), findings);
                if (findings.HasErrors)
                {
                    outcome = RevisionOutcome.Refused(RevisionRefusal.Findings, [.. findings]);
                    return null;
                }

                var approval = new RevisionApproval(approver, _clock.GetUtcNow()) { Reason = reason };
                outcome = RevisionOutcome.Accepted(pending with { Approval = approval }, [.. findings]);
                return RevisionChange.Approve(approval);
            },
            cancellationToken).ConfigureAwait(false);
        await ToldAsync(outcome!, SecurityEventKinds.RevisionApproved, approver, reason).ConfigureAwait(false);
        return outcome!;
    }

    internal static SnapshotProvenance ProvenanceOf(Revision revision) =>
        new(SnapshotOrigin.Documents) { Author = revision.Author.ToString(), Reason = revision.Reason, Restores = revision.Restores, Revision = revision.Sequence };

    private static RevisionOutcome? Approvable(RevisionHead head, long sequence, RevisionAuthor approver) =>
        sequence < 1 || sequence > head.Sequence ? RevisionOutcome.Refused(RevisionRefusal.NotFound)
        : head.Pending is not { } pending || pending.Sequence != sequence ? RevisionOutcome.Refused(RevisionRefusal.NotPending)
        : pending.Author.IsSamePerson(approver) ? RevisionOutcome.Refused(RevisionRefusal.OwnRevision)
        : null;

    private static void Check(string document, RevisionAuthor author, string reason)
    {
        RevisionDocuments.Checked(document);
        ArgumentException.ThrowIfNullOrWhiteSpace(author.Id, nameof(author));
        ArgumentNullException.ThrowIfNull(author.Issuer, nameof(author));
        // The same name with something that nobody sees would be a second person.
        if (!author.IsPlain)
            throw new ArgumentException("The id of a person has no space around it and no character that is not seen.", nameof(author));
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
    }

    private async ValueTask<RevisionOutcome> WriteAsync(string document, ReadOnlyMemory<byte> content, long seen, RevisionAuthor author, string reason, long? restores, CancellationToken cancellationToken)
    {
        Check(document, author, reason);
        if (!_rules.TryGetValue(document, out var rule))
            return RevisionOutcome.Refused(RevisionRefusal.UnknownDocument);
        if (content.Length > Revision.LargestContent)
            return RevisionOutcome.Refused(RevisionRefusal.TooLarge);
        // The caller's bytes may change while they are judged and written.
        content = content.ToArray();
        RevisionOutcome? outcome = null;
        await store.ChangeAsync(
            document,
            head =>
            {
                outcome = Judged(head, rule, new(document, head.Sequence + 1, content, author, _clock.GetUtcNow()) { Reason = reason, Restores = restores }, seen);
                return outcome.IsAccepted ? RevisionChange.Add(outcome.Revision) : null;
            },
            cancellationToken).ConfigureAwait(false);
        await ToldAsync(outcome!, restores is null ? SecurityEventKinds.RevisionProposed : SecurityEventKinds.RevisionRolledBack, author, reason).ConfigureAwait(false);
        return outcome!;
    }

    private static RevisionOutcome Judged(RevisionHead head, IRevisionRule rule, Revision next, long seen)
    {
        if (seen != head.Sequence)
            return RevisionOutcome.Refused(RevisionRefusal.NotSeen);
        if (head.InForce is { } inForce && head.Pending is null && inForce.Content.Span.SequenceEqual(next.Content.Span))
            return RevisionOutcome.Refused(RevisionRefusal.Unchanged);
        var findings = new DiagnosticBag();
        var verdict = rule.Judge(head.InForce?.Content ?? default, next.Content, ProvenanceOf(next), findings);
        return findings.HasErrors
            ? RevisionOutcome.Refused(RevisionRefusal.Findings, [.. findings])
            : RevisionOutcome.Accepted(next with { NeedsApproval = verdict.NeedsApproval, Gains = verdict.Gains ?? "" }, [.. findings]);
    }

    private async ValueTask ToldAsync(RevisionOutcome outcome, SecurityEventKind kind, RevisionAuthor by, string reason)
    {
        if (outcome is not { IsAccepted: true, Revision: { } revision })
            return;
        events?.Report(kind, $"{revision.Document} {revision.Sequence}{(revision.IsEffective ? "" : ", waits for a second person")}: {HarmlessText.Of(reason, SnapshotProvenance.LongestReason)}", by.Id);
        if (bus is null)
            return;
        try
        {
            // It is written: that nobody could be told takes nothing back, and whoever gave up waiting has written it all the same.
            await bus.PublishAsync(new(RevisionDocuments.Topic, revision.Document, revision.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            events?.Report(SecurityEventKinds.SubscriberFailed, $"{RevisionDocuments.Topic}: {e.GetType().Name}");
        }
    }
}
