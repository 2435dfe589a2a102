using System.Text;
using System.Text.Json;

namespace Cks.Cli;

/// <summary>Where a verb writes: the result to stdout or a file, everything else to stderr. Never writes a colour.</summary>
/// <param name="Output">Receives the result.</param>
/// <param name="Errors">Receives everything else.</param>
/// <param name="File">File that receives the result in place of <paramref name="Output"/>.</param>
/// <param name="IsJson">Whether the result is JSON.</param>
/// <param name="IsQuiet">Whether notes are left out.</param>
internal sealed record ToolConsole(TextWriter Output, TextWriter Errors, string? File, bool IsJson, bool IsQuiet)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>Something worth knowing that is no part of the result.</summary>
    public void Note(string text)
    {
        if (!IsQuiet)
            Errors.WriteLine(Printable(text));
    }

    /// <summary>Why the tool cannot do what was asked.</summary>
    public void Error(string text) => Errors.WriteLine(Printable(text));

    /// <summary>Writes the lines of a result.</summary>
    public Task WriteAsync(IEnumerable<string> lines, CancellationToken cancellationToken) =>
        WriteAsync(string.Concat(lines.Select(line => Printable(line) + '\n')), cancellationToken);

    /// <summary>Writes a result as JSON: an object that names its schema and version first.</summary>
    public async Task WriteJsonAsync(string schema, Action<Utf8JsonWriter> members, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            writer.WriteStartObject();
            writer.WriteString("schema", schema);
            writer.WriteNumber("version", 1);
            members(writer);
            writer.WriteEndObject();
        }

        await WriteAsync(Encoding.UTF8.GetString(stream.ToArray()) + '\n', cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        if (File is not null)
            await System.IO.File.WriteAllTextAsync(File, text, cancellationToken).ConfigureAwait(false);
        else
            await Output.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Names in files are other people's: none of them may carry an escape code to the terminal.</summary>
    private static string Printable(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}
