using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Cks.Analyzers;

/// <summary>Names of C# for names of a policy.</summary>
internal static class CapsNames
{
    /// <summary>
    /// <c>start-delivery</c> becomes <c>StartDelivery</c>. Where two names become the same, or one that is taken, each is written out instead (<c>_start_Dash_delivery</c>):
    /// a name never comes to mean another capability because a policy got one more.
    /// </summary>
    public static Dictionary<string, string> Of(IEnumerable<string> names, IReadOnlyCollection<string> taken)
    {
        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var same in names.GroupBy(Pascal, StringComparer.Ordinal))
        {
            var isClear = same.Count() == 1 && !taken.Contains(same.Key);
            foreach (var name in same)
                written.Add(name, isClear ? same.Key : Exact(name, taken));
        }

        return written;
    }

    /// <summary>A namespace for whatever the project says its root is; empty for the global one.</summary>
    public static string Namespace(string root) => root.Trim().Length == 0 ? "" : string.Join(".", root.Split('.').Select(Identifier));

    private static string Pascal(string name)
    {
        var text = new StringBuilder();
        var isFirst = true;
        foreach (var c in name)
        {
            if (c is not ('-' or '_'))
                text.Append(isFirst ? char.ToUpperInvariant(c) : c);
            isFirst = c is '-' or '_';
        }

        return text.ToString();
    }

    /// <summary>Starts as no other name does, and two names are never written alike: they start with a letter and have no capital ones of their own.</summary>
    private static string Exact(string name, IReadOnlyCollection<string> taken)
    {
        var exact = $"_{name.Replace("-", "_Dash_")}";
        return taken.Contains(exact) ? $"_{exact}" : exact;
    }

    private static string Identifier(string segment)
    {
        var text = new string([.. segment.Select(c => SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_')]);
        if (text.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(text[0]))
            text = $"_{text}";
        return SyntaxFacts.GetKeywordKind(text) == SyntaxKind.None ? text : $"@{text}";
    }
}
