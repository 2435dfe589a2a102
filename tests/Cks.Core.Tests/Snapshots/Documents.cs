using System.Text;

namespace Cks.Core.Tests;

/// <summary>Documents of one line of text: "bad" is broken, everything else is good.</summary>
internal static class Documents
{
    public static LoadResult<string> Read(ReadOnlyMemory<byte> utf8) => Read("test", utf8);

    public static LoadResult<string> Read(string name, ReadOnlyMemory<byte> utf8)
    {
        var (text, bag) = (Encoding.UTF8.GetString(utf8.Span), new DiagnosticBag());
        if (text == "bad")
            bag.Add(CksCodes.NotJson, SourceLocation.Whole(name), "Broken.");
        return LoadResult<string>.From(text, bag);
    }

    public static SnapshotCandidate<string> Candidate(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return new(Read(utf8), utf8);
    }

    public static SnapshotActivation<string> Activate(this SnapshotStore<string> store, string text) => store.Activate(Candidate(text), SnapshotProvenance.Documents);
}
