using System.Text.Json;

namespace Cks.Cli;

/// <summary>What an application reported of its endpoints, as tables.</summary>
/// <param name="Tables">The endpoints, those that need no rule, and what keeps the application from starting.</param>
/// <param name="Starts">Whether it would start.</param>
internal sealed record EndpointMatrix(IReadOnlyList<MarkdownTable> Tables, bool Starts)
{
    /// <summary>Reads a report; <see langword="null"/> for one that is written otherwise.</summary>
    public static EndpointMatrix? Of(JsonElement report)
    {
        if (report.GetProperty("schema").GetString() != "cks.endpoints" || report.GetProperty("version").GetInt32() != 1)
            return null;
        string[] roles = [.. report.GetProperty("roles").EnumerateArray().Select(r => r.GetString()!)];
        var endpoints = report.GetProperty("endpoints").EnumerateArray().Select(e => (string[])
        [
            Text(e, "endpoint"), Text(e, "guard"), Text(e, "checkedBy"), .. e.GetProperty("verdicts").EnumerateArray().Select(Verdict),
        ]);
        var exempt = report.GetProperty("exempt").EnumerateArray().Select(e => (string[])[Text(e, "endpoint"), Text(e, "why")]);
        var findings = report.GetProperty("findings").EnumerateArray().Select(f => (string[])[$"{Text(f, "code")} {Text(f, "endpoint")}", Text(f, "message"), Text(f, "fix")]).ToArray();
        // No role has a name with a space in it.
        return new(
            [
                new(["endpoint", "guarded by", "checked by", .. roles], [.. endpoints]),
                new(["needs no rule", "why"], [.. exempt]),
                new(["does not start", "what", "mend"], findings),
            ],
            findings.Length == 0);
    }

    private static string Verdict(JsonElement verdict) => string.Join(", ", verdict.GetProperty("needs").EnumerateArray().Select(n => n.GetString()!).Prepend(Text(verdict, "verdict")));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
