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

    /// <summary>How many UTF-16 characters from <see cref="Location"/> on the finding is about, all on one line; 0 where only the beginning is known.</summary>
    public int Length { get; init; }

    /// <summary>The name that was probably meant; <see langword="null"/> when nothing is near. It belongs in the place of the text that <see cref="Length"/> covers, where there is one.</summary>
    public string? Suggestion { get; init; }

    /// <summary><c>CKSnnn file:line:column message fix</c> on one line, without characters that steer a terminal: it ends up in logs and messages of exceptions.</summary>
    public override string ToString() => DiagnosticText.Printable($"{Code.Id} {Location} {Message}{(Fix.Length == 0 ? "" : " " + Fix)}");
}
