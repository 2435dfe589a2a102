using Cks.Core;

namespace Cks.Cli;

/// <summary>One line of the doctor.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="What">What was found, in one sentence without its end.</param>
/// <param name="Mend">How to mend it; empty where nothing is wrong.</param>
internal sealed record Finding(FindingLevel Level, string What, string Mend = "")
{
    /// <summary>The diagnostic behind a finding in a document.</summary>
    public Diagnostic? Diagnostic { get; private init; }

    /// <summary>The line of the document and the mark below it; empty where there is none.</summary>
    public IReadOnlyList<string> Excerpt { get; private init; } = [];

    /// <summary><c>ok</c>, <c>warn</c> or <c>fail</c>.</summary>
    public string Word => Level switch
    {
        FindingLevel.Ok => "ok",
        FindingLevel.Warn => "warn",
        _ => "fail",
    };

    /// <summary>Nothing is wrong.</summary>
    public static Finding Ok(string what) => new(FindingLevel.Ok, what);

    /// <summary>Something in a document.</summary>
    public static Finding Of(Diagnostic diagnostic, ReadOnlyMemory<byte> utf8 = default)
    {
        var level = diagnostic.Severity switch
        {
            DiagnosticSeverity.Error => FindingLevel.Fail,
            DiagnosticSeverity.Warning => FindingLevel.Warn,
            _ => FindingLevel.Ok,
        };
        return new(level, $"{diagnostic.Code} {diagnostic.Location} {diagnostic.Message}", diagnostic.Fix) { Diagnostic = diagnostic, Excerpt = DiagnosticText.Excerpt(diagnostic, utf8) };
    }

    /// <summary><c>ok|warn|fail  what  -> how to mend</c>.</summary>
    public override string ToString() => $"{Word,-4}  {What}{(Mend.Length == 0 ? "" : $"  -> {Mend}")}";
}
