using System.Globalization;
using System.Text;

namespace Cks.Rbac;

/// <summary>A number for what a rule says, so that two rules that say the same, in two policies as well, are found without asking what they mean.</summary>
internal sealed class RuleKeys
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<PolicyRule, (int Meaning, int Whole)> _known = [];

    /// <summary>What it says of each of its capabilities.</summary>
    public int MeaningOf(PolicyRule rule) => Find(rule).Meaning;

    /// <summary>The same, and of which capabilities.</summary>
    public int WholeOf(PolicyRule rule) => Find(rule).Whole;

    private (int Meaning, int Whole) Find(PolicyRule rule)
    {
        if (!_known.TryGetValue(rule, out var key))
        {
            var meaning = Number(Write(rule));
            var names = rule.Capabilities.Select(c => c.Name).Order(StringComparer.Ordinal);
            _known[rule] = key = (meaning, Number($"{meaning.ToString(CultureInfo.InvariantCulture)} {string.Join(' ', names)}"));
        }

        return key;
    }

    private int Number(string text)
    {
        if (!_numbers.TryGetValue(text, out var number))
            _numbers[text] = number = _numbers.Count;
        return number;
    }

    private static string Write(PolicyRule rule)
    {
        var text = new StringBuilder();
        text.Append(rule.IsDeny ? 'd' : 'p').Append(rule.HidesFields ? 'h' : '-').Append(rule.IsBreakGlass ? 'b' : '-');
        text.Append(rule.From?.UtcTicks ?? -1).Append(';').Append(rule.Until?.UtcTicks ?? -1).Append(';');
        foreach (var obligation in rule.Obligations.OrderBy(o => o.Name, StringComparer.Ordinal))
            Append(Append(text, obligation.Name), $"{obligation.Within?.Ticks}");
        foreach (var use in FieldUses.All)
        {
            text.Append('f');
            foreach (var field in FieldUses.Of(rule.Fields, use).Names.Concat(FieldUses.Of(rule.Hidden, use).Names))
                Append(text, field);
        }

        if (rule.When is { } when)
            Write(text.Append('w'), when);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Condition condition)
    {
        text.Append('(').Append((int)condition.Kind).Append(condition.Attribute is { } attribute ? (int)attribute.Kind : 9);
        Append(text, condition.Name);
        foreach (var value in condition.Values)
            Append(text, value.ToString());
        text.Append('$');
        foreach (var subject in condition.Subject)
            text.Append((int)subject);
        foreach (var part in condition.Parts)
            Write(text, part);
        text.Append(')');
    }

    // Each text behind its length, so that no two rules have one.
    private static StringBuilder Append(StringBuilder text, string part) => text.Append(part.Length).Append(':').Append(part);
}
