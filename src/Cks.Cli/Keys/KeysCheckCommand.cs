using System.CommandLine;
using Cks.Auth;

namespace Cks.Cli;

/// <summary>
/// <c>cks keys check</c>: whether what stands on stdin is a whole API key, which is what a typo and a key that was cut are not. A key is read from there alone: a command line is in the history of the shell and in the list of
/// processes.
/// </summary>
internal sealed class KeysCheckCommand(ToolOptions options) : ToolCommand("check", "Says whether the API key on stdin is whole. Nobody is asked whether there is such a key.", options)
{
    // Much more than a key, and no more than somebody would paste.
    private const int Longest = 4_096;

    public override IReadOnlyList<string> Examples { get; } = ["cks keys check < key.txt", "printenv APP_KEY | cks keys check", "cks keys check --format json < key.txt"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        if (!Console.IsInputRedirected)
            console.Note("The key, and Enter:");
        var buffer = new char[Longest];
        var read = Console.IsInputRedirected
            ? await Console.In.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false)
            : Typed((await Console.In.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? "").AsSpan(), buffer);
        var fault = FaultOf(buffer.AsSpan(0, read).Trim(), out var id, out var isTest);
        if (console.IsJson)
        {
            await console.WriteJsonAsync("cks.key", json =>
            {
                json.WriteBoolean("isWhole", fault is null);
                json.WriteString("id", id);
                json.WriteString("class", fault is not null ? null : isTest ? "test" : "live");
                json.WriteString("fault", fault);
            }, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await console.WriteAsync([fault is null ? $"ok    a whole key of the {(isTest ? "test" : "live")} class with the id {id}" : $"fail  {fault}"], cancellationToken).ConfigureAwait(false);
        }

        return fault is null ? ExitCode.Fine : ExitCode.Findings;
    }

    private static int Typed(ReadOnlySpan<char> line, Span<char> buffer)
    {
        var length = Math.Min(line.Length, buffer.Length);
        line[..length].CopyTo(buffer);
        return length;
    }

    /// <summary>What is wrong, in words that have nothing of the text in them.</summary>
    private static string? FaultOf(ReadOnlySpan<char> text, out string? id, out bool isTest)
    {
        if (ApiKeyFormat.TryRead(text, out id, out isTest))
            return null;
        if (text.IsEmpty)
            return "There is nothing on stdin.";
        if (text.ContainsAny(" \t\r\n"))
            return "There is more than one word.";
        if (!text.StartsWith(ApiKeyFormat.LivePrefix, StringComparison.Ordinal) && !text.StartsWith(ApiKeyFormat.TestPrefix, StringComparison.Ordinal))
            return $"A key begins with {ApiKeyFormat.LivePrefix} or {ApiKeyFormat.TestPrefix}.";
        return text.Length == ApiKeyFormat.Length ? "A character is another one than it was: the checksum does not fit." : $"A key has {ApiKeyFormat.Length} characters, and this has {text.Length}.";
    }
}
