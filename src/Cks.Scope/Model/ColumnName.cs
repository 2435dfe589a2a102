using System.Text.RegularExpressions;
using Cks.Core;

namespace Cks.Scope;

/// <summary>The form of table and column names, checked where they stand in the document; the schema holds it against every name once more.</summary>
internal static partial class ColumnName
{
    [GeneratedRegex(@"\A[a-z_][a-z0-9_]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form { get; }

    /// <summary>Whether a text may be the name of a table or column.</summary>
    public static bool IsWellFormed(string? text) => text is { Length: > 0 and <= 63 } && Form.IsMatch(text);

    /// <summary>Whether a text in the document may be one; one that may not is reported (CKS306). What is no text is somebody else's finding.</summary>
    public static bool Check(SourceNode node, DiagnosticBag diagnostics)
    {
        if (string.IsNullOrWhiteSpace(node.Text) || IsWellFormed(node.Text))
            return true;
        diagnostics.Add(CksCodes.InvalidIdentifier, node, "The name of a table or column is not allowed.", "Use 1 to 63 lower-case letters, digits and underscores, not beginning with a digit.");
        return false;
    }
}
