using System.Text;
using Cks.Core;

namespace Cks.Cli;

/// <summary>The pages of <c>docs/errors</c>, carried inside the tool.</summary>
internal static class ErrorPage
{
    /// <summary>The page of a code, in Markdown.</summary>
    public static string Read(CksCode code)
    {
        using var stream = typeof(ErrorPage).Assembly.GetManifestResourceStream($"{code.Id}.md")
            ?? throw new InvalidOperationException($"{code.Id} has no page.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n');
    }
}
