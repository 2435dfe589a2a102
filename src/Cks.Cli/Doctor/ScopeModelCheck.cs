using Cks.Core;
using Cks.Rbac;
using Cks.Scope;

namespace Cks.Cli;

/// <summary>Loads scope models.</summary>
internal sealed class ScopeModelCheck : IDocumentCheck
{
    public string Pattern => "*.scope.json";

    public IReadOnlyList<Diagnostic> Check(string file, ReadOnlyMemory<byte> utf8, Policy? policy) => ScopeModelReader.Read(file, utf8).Diagnostics;
}
