namespace Cks.Core;

/// <summary>One finding: what is wrong, where, and how to mend it.</summary>
/// <param name="Code">Kind of mistake.</param>
/// <param name="Location">Where it stands.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
/// <param name="Fix">How to mend it, in one sentence; empty when there is no advice.</param>
public sealed record Diagnostic(CksCode Code, SourceLocation Location, string Message, string Fix)
{
    /// <summary>How bad it is.</summary>
    public DiagnosticSeverity Severity => Code.Severity;

    /// <summary><c>CKSnnn file:line:column message fix</c> on one line.</summary>
    public override string ToString() => $"{Code.Id} {Location} {Message}{(Fix.Length == 0 ? "" : " " + Fix)}";
}
