using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cks.Core;

/// <summary>
/// Findings as SARIF 2.1.0, the form that code hosts and editors read. Files are relative to the root of the sources (<c>SRCROOT</c>), regions count UTF-16 characters from 1, the logical location
/// is the JSON pointer, and a name that was probably meant is a fix where the text to replace is known.
/// </summary>
public static class DiagnosticSarif
{
    /// <summary>Base of the files: the folder that was examined.</summary>
    private const string Root = "SRCROOT";

    /// <summary>Writes a whole log with one run.</summary>
    /// <param name="json">Receives the log.</param>
    /// <param name="diagnostics">The findings.</param>
    /// <param name="tool">Name of the program that found them.</param>
    /// <param name="version">Its version.</param>
    /// <param name="help">Markdown that explains a code; its title where there is none.</param>
    /// <param name="notices">What the run has to say that is about no document.</param>
    public static void Write(
        Utf8JsonWriter json, IReadOnlyCollection<Diagnostic> diagnostics, string tool, string version, Func<CksCode, string>? help = null, IReadOnlyCollection<(DiagnosticSeverity Severity, string Text)>? notices = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(diagnostics);
        CksCode[] codes = [.. diagnostics.Select(d => d.Code).DistinctBy(c => c.Id).OrderBy(c => c.Id, StringComparer.Ordinal)];
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, codes, tool, version, help ?? (code => code.Title));
        WriteInvocation(json, notices ?? []);
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (var diagnostic in diagnostics)
            WriteResult(json, diagnostic, Array.FindIndex(codes, c => c.Id == diagnostic.Code.Id));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, CksCode[] codes, string tool, string version, Func<CksCode, string> help)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", tool);
        json.WriteString("version", version);
        json.WriteStartArray("rules");
        foreach (var code in codes)
        {
            json.WriteStartObject();
            json.WriteString("id", code.Id);
            WriteText(json, "shortDescription", code.Title);
            json.WriteStartObject("help");
            json.WriteString("text", help(code));
            json.WriteString("markdown", help(code));
            json.WriteEndObject();
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(code.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteInvocation(Utf8JsonWriter json, IReadOnlyCollection<(DiagnosticSeverity Severity, string Text)> notices)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", true);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var (severity, text) in notices)
        {
            json.WriteStartObject();
            json.WriteString("level", Level(severity));
            WriteText(json, "message", text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter json, Diagnostic diagnostic, int rule)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", diagnostic.Code.Id);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", Level(diagnostic.Severity));
        WriteText(json, "message", diagnostic.Fix.Length == 0 ? diagnostic.Message : $"{diagnostic.Message} {diagnostic.Fix}");
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        WriteFile(json, diagnostic);
        if (diagnostic.Location.Line > 0)
            WriteRegion(json, "region", diagnostic);
        json.WriteEndObject();
        if (diagnostic.Location.Pointer.Length > 0)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", diagnostic.Location.Pointer);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
        if (diagnostic is { Suggestion: { } suggestion, Length: > 0, Location.Line: > 0 })
            WriteFix(json, diagnostic, suggestion);
        json.WriteEndObject();
    }

    private static void WriteFix(Utf8JsonWriter json, Diagnostic diagnostic, string suggestion)
    {
        json.WriteStartArray("fixes");
        json.WriteStartObject();
        WriteText(json, "description", diagnostic.Fix);
        json.WriteStartArray("artifactChanges");
        json.WriteStartObject();
        WriteFile(json, diagnostic);
        json.WriteStartArray("replacements");
        json.WriteStartObject();
        WriteRegion(json, "deletedRegion", diagnostic);
        // A literal such as true that is misspelt is no JSON: what belongs there has no quotes.
        var isLiteral = diagnostic.Code == CksCodes.NotJson;
        WriteText(json, "insertedContent", isLiteral ? suggestion : $"\"{JsonEncodedText.Encode(suggestion, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteFile(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', diagnostic.Location.File.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString)));
        json.WriteString("uriBaseId", Root);
        json.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter json, string name, Diagnostic diagnostic)
    {
        json.WriteStartObject(name);
        json.WriteNumber("startLine", diagnostic.Location.Line);
        json.WriteNumber("startColumn", diagnostic.Location.Column);
        if (diagnostic.Length > 0)
            json.WriteNumber("endColumn", diagnostic.Location.Column + diagnostic.Length);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "note",
    };
}
