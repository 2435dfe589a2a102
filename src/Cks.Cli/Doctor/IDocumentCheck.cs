using Cks.Core;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary>Loads one kind of document as the application would, so that the doctor reports what the start would report.</summary>
internal interface IDocumentCheck
{
    /// <summary>Which files: <c>*.rbac.json</c> by name in any folder, <c>hubs/*.json</c> by name anywhere below a folder <c>hubs</c>.</summary>
    string Pattern { get; }

    /// <summary>Everything that is wrong with a document; nothing for a good one.</summary>
    /// <param name="file">Path for the findings, relative to the examined folder.</param>
    /// <param name="utf8">The bytes of the document.</param>
    /// <param name="policy">The policy of the folder, to check names against; <see langword="null"/> when there is none, more than one, or a broken one.</param>
    IReadOnlyList<Diagnostic> Check(string file, ReadOnlyMemory<byte> utf8, Policy? policy);
}
