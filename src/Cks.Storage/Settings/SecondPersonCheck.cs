using Cks.Core;

namespace Cks.Storage;

/// <summary>
/// A host takes no value of a sensitive key that nobody approved (S16). The writer asks for the second person by the schema that it has, and that may be another one: an older version's, or one of somebody's own.
/// Looked for is the revision that gave the key its value; of what this host has in use already it was asked before.
/// </summary>
/// <param name="store">Where the revisions are.</param>
/// <param name="schema">Which keys are sensitive.</param>
/// <param name="most">How many revisions are read at most (S30). A key whose value is older than these has been approved by nobody that is known of.</param>
internal sealed class SecondPersonCheck(IRevisionStore store, SettingsSchema schema, int most = SecondPersonCheck.Most) : ISnapshotAnalyzer<RuntimeSettings>
{
    public const int Most = 10_000;

    public string Analyze(SnapshotProposal<RuntimeSettings> proposal, DiagnosticBag findings)
    {
        // The copy on disk is what this host took before.
        if (proposal.Provenance.Revision is not { } revision)
            return "";
        var open = (proposal.Current is { } current ? schema.Changed(current.Value, proposal.Candidate) : schema.Keys).Where(k => k.IsSensitive).Select(k => k.Path).ToHashSet(StringComparer.Ordinal);
        if (open.Count == 0)
            return "";
        // Without the context of whoever asks, as the store is read for the settings themselves.
        foreach (var (key, by) in Task.Run(() => UnapprovedAsync(revision, open)).GetAwaiter().GetResult())
        {
            findings.Add(
                CksCodes.RuntimeKey, SourceLocation.Whole(RevisionDocuments.Settings),
                by is { } changed ? $"{key} is sensitive, and revision {changed} changed it without a second person." : $"{key} is sensitive, and none of the last {most} revisions says who approved what it is.",
                "Publish a revision that changes it, by this schema, and have it approved; then one that says what it is to be.");
        }

        return "";
    }

    private async Task<List<(string Key, long? Revision)>> UnapprovedAsync(long newest, HashSet<string> open)
    {
        var unapproved = new List<(string, long?)>();
        var left = most;
        (Revision Revision, IReadOnlyDictionary<string, string> Values)? later = null;
        await foreach (var revision in store.HistoryAsync(RevisionDocuments.Settings).ConfigureAwait(false))
        {
            if (left-- == 0)
                return [.. unapproved, .. open.Order(StringComparer.Ordinal).Select(k => (k, (long?)null))];
            // What is no JSON no host had in use.
            if (revision.Sequence > newest || !revision.IsEffective || schema.ReadSensitive(revision.Content) is not { } values)
                continue;
            if (later is { } step)
                Settle(step.Revision, step.Values, values);
            if (open.Count == 0)
                return unapproved;
            later = (revision, values);
        }

        if (later is { } first)
            Settle(first.Revision, first.Values, new Dictionary<string, string>());
        return unapproved;

        void Settle(Revision revision, IReadOnlyDictionary<string, string> after, IReadOnlyDictionary<string, string> before)
        {
            foreach (var key in open.Where(k => after.GetValueOrDefault(k) != before.GetValueOrDefault(k)).ToArray())
            {
                open.Remove(key);
                if (revision.Approval is null)
                    unapproved.Add((key, revision.Sequence));
            }
        }
    }
}
