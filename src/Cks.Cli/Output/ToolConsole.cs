using System.Text;
using System.Text.Json;
using Cks.Core;

namespace Cks.Cli;

/// <summary>Where a verb writes: the result to stdout or a file, everything else to stderr. Never writes a colour, nor an escape code that stands in a file.</summary>
/// <param name="Output">Receives the result.</param>
/// <param name="Errors">Receives everything else.</param>
/// <param name="File">File that receives the result in place of <paramref name="Output"/>.</param>
/// <param name="Format">Form of the result.</param>
/// <param name="IsQuiet">Whether notes are left out.</param>
internal sealed record ToolConsole(TextWriter Output, TextWriter Errors, string? File, ToolFormat Format, bool IsQuiet)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>Whether the result is JSON.</summary>
    public bool IsJson => Format == ToolFormat.Json;

    /// <summary>Something worth knowing that is no part of the result.</summary>
    public void Note(string text)
    {
        if (!IsQuiet)
            Errors.WriteLine(DiagnosticText.Printable(text));
    }

    /// <summary>Why the tool cannot do what was asked.</summary>
    public void Error(string text) => Errors.WriteLine(DiagnosticText.Printable(text));

    /// <summary>What is wrong with documents that were read: errors always, and warnings as notes are.</summary>
    public void Findings(IEnumerable<Diagnostic> findings) => DiagnosticText.Write(
        Errors, findings.Where(f => f.Severity == DiagnosticSeverity.Error || !IsQuiet), file => System.IO.File.Exists(file) ? System.IO.File.ReadAllBytes(file) : null);

    /// <summary>Writes the lines of a result.</summary>
    public Task WriteAsync(IEnumerable<string> lines, CancellationToken cancellationToken) =>
        WriteAsync(string.Concat(lines.Select(line => DiagnosticText.Printable(line) + '\n')), cancellationToken);

    /// <summary>Writes a result as JSON: an object that names its schema and version first.</summary>
    public Task WriteJsonAsync(string schema, Action<Utf8JsonWriter> members, CancellationToken cancellationToken) => WriteJsonAsync(
        json =>
        {
            json.WriteStartObject();
            json.WriteString("schema", schema);
            json.WriteNumber("version", 1);
            members(json);
            json.WriteEndObject();
        },
        cancellationToken);

    /// <summary>Writes a result as JSON of somebody else's schema.</summary>
    public async Task WriteJsonAsync(Action<Utf8JsonWriter> document, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
            document(writer);

        await WriteAsync(Encoding.UTF8.GetString(stream.ToArray()) + '\n', cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a result as it is.</summary>
    public async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        if (File is not null)
            await System.IO.File.WriteAllTextAsync(File, text, cancellationToken).ConfigureAwait(false);
        else
            await Output.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
    }
}
