using Cks.Core;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary>Loads policies.</summary>
internal sealed class PolicyCheck : IDocumentCheck
{
    /// <summary>The pattern of policies.</summary>
    public const string Files = "*.rbac.json";

    public string Pattern => Files;

    public IReadOnlyList<Diagnostic> Check(string file, ReadOnlyMemory<byte> utf8, Policy? policy) => PolicyReader.Read(file, utf8).Diagnostics;
}
