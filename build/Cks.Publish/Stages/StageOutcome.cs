namespace Cks.Publish;

/// <summary>How a stage ended: one line, and what is to be read with it.</summary>
internal sealed record StageOutcome
{
    private StageOutcome(int exit, string word, string summary, IEnumerable<string> details) => (Exit, Word, Summary, Details) = (exit, word, summary, [.. details]);

    public int Exit { get; }

    public string Word { get; }

    public string Summary { get; }

    public IReadOnlyList<string> Details { get; }

    public bool IsPassed => Exit == ExitCode.Fine;

    public static StageOutcome Passed(string summary, params IEnumerable<string> details) => new(ExitCode.Fine, "ok", summary, details);

    /// <summary>Passed, but with less than one would wish.</summary>
    public static StageOutcome Warned(string summary, params IEnumerable<string> details) => new(ExitCode.Fine, "warn", summary, details);

    /// <summary>There was nothing to do.</summary>
    public static StageOutcome Skipped(string summary) => new(ExitCode.Fine, "skip", summary, []);

    public static StageOutcome Refused(string summary, params IEnumerable<string> details) => new(ExitCode.Findings, "REFUSED", summary, details);

    public static StageOutcome WrongUse(string summary, params IEnumerable<string> details) => new(ExitCode.WrongUse, "REFUSED", summary, details);

    public static StageOutcome Down(string summary, params IEnumerable<string> details) => new(ExitCode.DependencyDown, "DOWN", summary, details);

    /// <summary>A process that failed: what it said last, and whether a feed was the reason.</summary>
    public static StageOutcome Of(ProcessResult result, string summary)
    {
        var errors = result.Output.Split('\n').Where(l => l.Contains("error", StringComparison.OrdinalIgnoreCase)).Select(l => l.Trim()).Distinct().Take(20).ToArray();
        var details = errors.Length > 0 ? errors : result.Output.Trim().Split('\n')[^1..];
        return details.Any(l => l.Contains("NU1301", StringComparison.Ordinal) || l.Contains("NU1900", StringComparison.Ordinal)) ? Down(summary, details) : Refused(summary, details);
    }
}
