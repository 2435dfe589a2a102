namespace Cks.Core;

/// <summary>Names of the documents that the suite keeps revisions of.</summary>
public static class RevisionDocuments
{
    /// <summary>Settings that change while hosts run.</summary>
    public const string Settings = "settings";

    /// <summary>The policy.</summary>
    public const string Policy = "policy";

    /// <summary>The scope model.</summary>
    public const string ScopeModel = "scope-model";

    /// <summary>The hub documents.</summary>
    public const string Hubs = "hubs";

    /// <summary>Topic of <see cref="IChangeBus"/> on which a new revision, or an approval, is announced; the key is the document, the version its newest sequence.</summary>
    public const string Topic = "cks.revisions";

    /// <summary>Longest name of a document, in characters.</summary>
    public const int LongestName = 64;

    /// <summary>The name of a document, as a store takes it.</summary>
    /// <param name="document">1 to <see cref="LongestName"/> characters, not all of them spaces.</param>
    /// <exception cref="ArgumentException">It is blank or longer.</exception>
    public static string Checked(string document)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(document);
        return document.Length <= LongestName ? document : throw new ArgumentException($"The name of a document has at most {LongestName} characters.", nameof(document));
    }
}
