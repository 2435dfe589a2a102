using System.Security.Cryptography;

namespace Cks.Core;

/// <summary>One version of a document in a store, with who wrote it and why. Never changed once it is written; only an approval is added.</summary>
/// <param name="Document">Which document; see <see cref="RevisionDocuments"/>.</param>
/// <param name="Sequence">Counts the revisions of the document, from 1 and without a gap.</param>
/// <param name="Content">The document, byte for byte.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="At">When (UTC).</param>
public sealed record Revision(string Document, long Sequence, ReadOnlyMemory<byte> Content, RevisionAuthor Author, DateTimeOffset At)
{
    /// <summary>Most bytes of a revision.</summary>
    public const int LargestContent = 4 * 1024 * 1024;

    /// <summary>Length at which <see cref="Gains"/> is cut, in characters before escaping.</summary>
    public const int LongestGains = 16 * 1024;

    /// <summary>Why; made harmless for logs and cut at <see cref="SnapshotProvenance.LongestReason"/> characters when it is set.</summary>
    /// <value>Default: empty.</value>
    public string Reason { get; init => field = HarmlessText.Of(value, SnapshotProvenance.LongestReason); } = "";

    /// <summary>What anybody gained by it over the revision in force before, a line each, as the document's rule said it.</summary>
    /// <value>Default: empty, nothing or not known.</value>
    public string Gains { get; init => field = string.Join('\n', Cut(value).Split('\n').Select(line => HarmlessText.Of(line, LongestGains))); } = "";

    /// <summary>The revision whose content this is again; <see langword="null"/> for one that is no rollback.</summary>
    /// <value>Default: none.</value>
    public long? Restores { get; init; }

    /// <summary>Whether it comes into force only when a second person has approved it.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool NeedsApproval { get; init; }

    /// <summary>The approval; <see langword="null"/> while there is none.</summary>
    /// <value>Default: none.</value>
    public RevisionApproval? Approval { get; init; }

    /// <summary>Whether it may be in force: nobody has to approve it, or somebody has.</summary>
    public bool IsEffective => !NeedsApproval || Approval is not null;

    /// <summary>SHA-256 of the content, 64 lower-case hexadecimal digits; its first eight are in <see cref="SnapshotVersion.Hash"/> of whoever uses it.</summary>
    public string ContentHash => Convert.ToHexStringLower(SHA256.HashData(Content.Span));

    private static string Cut(string gains) => gains.Length <= LongestGains ? gains : gains[..LongestGains] + "...";
}
