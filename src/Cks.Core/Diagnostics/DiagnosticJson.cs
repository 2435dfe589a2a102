using System.Text.Json;

namespace Cks.Core;

/// <summary>Findings as JSON. Every member is always there, so that a reader needs no case for one that is missing.</summary>
public static class DiagnosticJson
{
    /// <summary>
    /// Writes the members of one finding into an object that was begun: <c>code</c>, <c>severity</c>, <c>file</c>, <c>line</c>, <c>column</c>, <c>length</c> (UTF-16 characters, from 1; 0 where unknown),
    /// <c>pointer</c>, <c>message</c>, <c>fix</c> and <c>suggestion</c> (<see langword="null"/> when nothing is near).
    /// </summary>
    public static void WriteMembers(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(diagnostic);
        json.WriteString("code", diagnostic.Code.Id);
        json.WriteString("severity", DiagnosticText.Word(diagnostic.Severity));
        json.WriteString("file", diagnostic.Location.File);
        json.WriteNumber("line", diagnostic.Location.Line);
        json.WriteNumber("column", diagnostic.Location.Column);
        json.WriteNumber("length", diagnostic.Length);
        json.WriteString("pointer", diagnostic.Location.Pointer);
        json.WriteString("message", diagnostic.Message);
        json.WriteString("fix", diagnostic.Fix);
        json.WriteString("suggestion", diagnostic.Suggestion);
    }

    /// <summary>Writes an array of findings.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<Diagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(diagnostics);
        json.WriteStartArray();
        foreach (var diagnostic in diagnostics)
        {
            json.WriteStartObject();
            WriteMembers(json, diagnostic);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
