namespace Cks.Core;

/// <summary>The general categories of Unicode by the names that a regular expression may use, as bits of <see cref="System.Globalization.UnicodeCategory"/>.</summary>
internal static class UnicodeCategories
{
    // In the order of the enumeration.
    private static readonly string[][] Single =
    [
        ["Lu", "Uppercase_Letter"], ["Ll", "Lowercase_Letter"], ["Lt", "Titlecase_Letter"], ["Lm", "Modifier_Letter"], ["Lo", "Other_Letter"],
        ["Mn", "Nonspacing_Mark"], ["Mc", "Spacing_Mark"], ["Me", "Enclosing_Mark"],
        ["Nd", "Decimal_Number", "digit"], ["Nl", "Letter_Number"], ["No", "Other_Number"],
        ["Zs", "Space_Separator"], ["Zl", "Line_Separator"], ["Zp", "Paragraph_Separator"],
        ["Cc", "Control", "cntrl"], ["Cf", "Format"], ["Cs", "Surrogate"], ["Co", "Private_Use"],
        ["Pc", "Connector_Punctuation"], ["Pd", "Dash_Punctuation"], ["Ps", "Open_Punctuation"], ["Pe", "Close_Punctuation"], ["Pi", "Initial_Punctuation"], ["Pf", "Final_Punctuation"], ["Po", "Other_Punctuation"],
        ["Sm", "Math_Symbol"], ["Sc", "Currency_Symbol"], ["Sk", "Modifier_Symbol"], ["So", "Other_Symbol"],
        ["Cn", "Unassigned"],
    ];

    private static readonly (string[] Names, char First)[] Groups =
    [
        (["L", "Letter"], 'L'), (["M", "Mark", "Combining_Mark"], 'M'), (["N", "Number"], 'N'), (["Z", "Separator"], 'Z'),
        (["C", "Other"], 'C'), (["P", "Punctuation", "punct"], 'P'), (["S", "Symbol"], 'S'),
    ];

    /// <summary>The categories of a name, or <see langword="null"/>.</summary>
    public static int? Find(string name)
    {
        var bits = name is "LC" or "Cased_Letter" ? 0b111 : 0;
        for (var i = 0; i < Single.Length; i++)
        {
            if (Single[i].Contains(name, StringComparer.Ordinal) || Groups.Any(g => g.First == Single[i][0][0] && g.Names.Contains(name, StringComparer.Ordinal)))
                bits |= 1 << i;
        }

        return bits == 0 ? null : bits;
    }
}
