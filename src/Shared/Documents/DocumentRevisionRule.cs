namespace Cks.Core;

/// <summary>Holds a revision to what a host would hold it to: it can be read, and no analyzer refuses the step from the one in force.</summary>
internal sealed class DocumentRevisionRule<T>(string document, Func<string, ReadOnlyMemory<byte>, LoadResult<T>> reader, IEnumerable<ISnapshotAnalyzer<T>> analyzers, bool secondPerson, ReadOnlyMemory<byte> first = default) : IRevisionRule
    where T : class
{
    private readonly ISnapshotAnalyzer<T>[] _analyzers = [.. analyzers];

    public string Document => document;

    public RevisionVerdict Judge(ReadOnlyMemory<byte> inForce, ReadOnlyMemory<byte> candidate, SnapshotProvenance provenance, DiagnosticBag findings)
    {
        var result = reader(document, candidate);
        foreach (var finding in result.Diagnostics)
            findings.Add(finding);
        if (!result.IsLoaded)
            return default;
        // Before the first revision it is what counts without one.
        if (inForce.IsEmpty)
            inForce = first;
        // What is in force was accepted, by an earlier version perhaps; one that cannot be read any more is compared with nothing.
        var current = inForce.IsEmpty ? null : reader(document, inForce);
        var before = current is { IsLoaded: true } ? new Snapshot<T>(current.Value, SnapshotVersion.Of(1, inForce.Span), default) { Content = inForce } : null;
        var gains = string.Join('\n', _analyzers.Select(a => a.Analyze(new(before, result.Value, provenance), findings)).Where(g => g.Length > 0));
        return new(secondPerson, gains);
    }
}
