using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary><c>cks policy test FILE...</c>: runs policy tests that are written as data.</summary>
internal sealed class PolicyTestCommand : ToolCommand
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "Documents of tests, such as app.rbac.tests.json; each names its policy.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<int> _coverage = new("--coverage") { Description = "How many of a hundred rules the tests must show at work.", HelpName = "PERCENT" };

    public PolicyTestCommand(ToolOptions options)
        : base("test", "Runs policy tests, and says which rules no test shows at work.", options)
    {
        Add(_files);
        Add(_coverage);
        _coverage.Validators.Add(result =>
        {
            if (result.Tokens is [var one] && (!int.TryParse(one.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) || percent > 100))
                result.AddError("--coverage takes 0 to 100.");
        });
    }

    public override IReadOnlyList<string> Formats { get; } = ["text", "json", "junit"];

    public override IReadOnlyList<string> Examples { get; } =
        ["cks policy test app.rbac.tests.json", "cks policy test app.rbac.tests.json --coverage 100", "cks policy test app.rbac.tests.json --format junit -o policy.xml"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var loaded = await PolicyTestRunner.RunAsync(parsed.GetValue(_files)!, cancellationToken).ConfigureAwait(false);
        console.Findings(loaded.Diagnostics);
        if (loaded.Value is not { } report)
            return ExitCode.WrongUse;
        if (console.IsJson)
            await console.WriteJsonAsync("cks.policy-tests", json => Write(json, report), cancellationToken).ConfigureAwait(false);
        else if (console.Format == ToolFormat.JUnit)
            await console.WriteAsync(JUnit(report), cancellationToken).ConfigureAwait(false);
        else
            await console.WriteAsync(Lines(report), cancellationToken).ConfigureAwait(false);
        var wanted = parsed.GetValue(_coverage);
        if (report.Coverage < wanted)
            console.Error($"{report.Coverage} of a hundred rules are covered; {wanted} are asked for.");
        return report.IsPassed && report.Coverage >= wanted ? ExitCode.Fine : ExitCode.Findings;
    }

    private static IEnumerable<string> Lines(PolicyTestReport report)
    {
        foreach (var failed in report.Results.Where(r => !r.IsPassed))
        {
            yield return $"failed {failed.Location} {failed.Name}";
            foreach (var line in failed.Failure!.Split('\n'))
                yield return $"  {line}";
        }

        foreach (var rule in report.Rules.Where(r => !r.IsCovered))
            yield return $"not covered {rule.Location} {rule.Rule}";
        foreach (var rule in report.Rules.Where(r => r.IsCovered && r.UnseenClauses.Count > 0))
            yield return $"seen one way {rule.Location} {rule.Rule}: {string.Join("; ", rule.UnseenClauses)}";
        yield return $"{report.Results.Count(r => r.IsPassed)} passed, {report.Results.Count(r => !r.IsPassed)} failed; {report.Rules.Count(r => r.IsCovered)} of {report.Rules.Count} rules covered ({report.Coverage} %)";
    }

    private static void Write(Utf8JsonWriter json, PolicyTestReport report)
    {
        json.WriteNumber("passed", report.Results.Count(r => r.IsPassed));
        json.WriteNumber("failed", report.Results.Count(r => !r.IsPassed));
        json.WriteNumber("coverage", report.Coverage);
        json.WriteStartArray("tests");
        foreach (var result in report.Results)
        {
            json.WriteStartObject();
            json.WriteString("name", result.Name);
            json.WriteString("location", result.Location.ToString());
            json.WriteBoolean("passed", result.IsPassed);
            if (result.Failure is { } failure)
                json.WriteString("failure", failure);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rules");
        foreach (var rule in report.Rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Rule);
            json.WriteString("location", rule.Location.ToString());
            json.WriteBoolean("covered", rule.IsCovered);
            json.WriteStartArray("unseenClauses");
            foreach (var clause in rule.UnseenClauses)
                json.WriteStringValue(clause);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // A rule that no test shows is a test that was skipped: CI systems show those without failing.
    private static string JUnit(PolicyTestReport report)
    {
        var (text, uncovered) = (new StringBuilder(), report.Rules.Where(r => !r.IsCovered).ToArray());
        using (var xml = XmlWriter.Create(text, new() { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", "policy");
            xml.WriteAttributeString("tests", (report.Results.Count + uncovered.Length).ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("failures", report.Results.Count(r => !r.IsPassed).ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("skipped", uncovered.Length.ToString(CultureInfo.InvariantCulture));
            foreach (var result in report.Results)
            {
                xml.WriteStartElement("testcase");
                xml.WriteAttributeString("classname", DiagnosticText.Printable(result.Location.File));
                xml.WriteAttributeString("name", DiagnosticText.Printable(result.Name));
                if (result.Failure is { } failure)
                {
                    string[] lines = [.. failure.Split('\n').Select(DiagnosticText.Printable)];
                    xml.WriteStartElement("failure");
                    xml.WriteAttributeString("message", lines[0]);
                    xml.WriteString(string.Join('\n', lines.Prepend(DiagnosticText.Printable(result.Location.ToString()))));
                    xml.WriteEndElement();
                }

                xml.WriteEndElement();
            }

            foreach (var rule in uncovered)
            {
                xml.WriteStartElement("testcase");
                xml.WriteAttributeString("classname", DiagnosticText.Printable(rule.Location.File));
                xml.WriteAttributeString("name", DiagnosticText.Printable(rule.Rule));
                xml.WriteStartElement("skipped");
                xml.WriteAttributeString("message", "No test shows this rule at work.");
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
        }

        return text.Append('\n').ToString();
    }
}
