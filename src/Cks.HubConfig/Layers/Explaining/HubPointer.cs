using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cks.HubConfig;

/// <summary>
/// Pointers into a hub: JSON pointers (RFC 6901) in which an item of a list that is merged by id is named by it, so that they survive when items move: <c>/dashboard/widgets[id=stats]/maxItems</c>.
/// Within a name <c>~2</c> stands for <c>[</c> and <c>~3</c> for <c>]</c>.
/// </summary>
internal static class HubPointer
{
    /// <summary>The steps of a pointer; <see langword="null"/> when it is none.</summary>
    public static IReadOnlyList<PointerStep>? Parse(string pointer)
    {
        var steps = new List<PointerStep>();
        if (pointer.Length > 0 && pointer[0] != '/')
            return null;
        foreach (var segment in pointer.Split('/').Skip(1))
        {
            var item = segment.IndexOf('[', StringComparison.Ordinal);
            steps.Add(new(Unescape(item < 0 ? segment : segment[..item]), IsItem: false));
            if (item < 0)
                continue;
            var equals = segment.IndexOf('=', item);
            if (equals <= item + 1 || segment[^1] != ']' || segment.IndexOf('[', item + 1) >= 0 || segment.IndexOf(']', StringComparison.Ordinal) != segment.Length - 1)
                return null;
            steps.Add(new(Unescape(segment[(equals + 1)..^1]), IsItem: true, Unescape(segment[(item + 1)..equals])));
        }

        return steps;
    }

    public static string OfProperty(string around, string name) => $"{around}/{Escape(name)}";

    public static string OfItem(string list, string key, string id) => $"{list}[{Escape(key)}={Escape(id)}]";

    public static string OfIndex(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}/{index}");

    /// <summary>Follows the steps, into what was deleted as well; <paramref name="byIndex"/>: into items of lists by where they stand, too, which the next layer may change.</summary>
    public static PointerTarget Find(LayeredValue root, LayerRule rules, IReadOnlyList<PointerStep> steps, bool byIndex = true)
    {
        LayeredValue? at = root;
        var rule = rules;
        foreach (var step in steps)
        {
            var isArray = at?.Kind == JsonValueKind.Array;
            var next = at is null or { IsPlain: true } || (isArray && !step.IsItem && !byIndex) ? null : isArray && !step.IsItem ? FindIndex(at, step.Text) : FindChild(at, rule, step);
            // What is not there may still be declared, and can be locked before somebody brings it in.
            var isDeclared = !step.IsItem && !isArray && rule.Properties.ContainsKey(step.Text);
            if (next is null && !isDeclared)
            {
                IEnumerable<string> known = at is null or { IsPlain: true } ? [] : step.IsItem ? at.Living().Select(c => IdOf(c, rule.Key)) : isArray ? [] : at.Living().Select(c => c.Name);
                return new(null, false, step.Text, [.. known.Concat(step.IsItem || isArray ? [] : rule.Properties.Keys).Distinct(StringComparer.Ordinal)]);
            }

            rule = step.IsItem || isArray ? rule.OfItems : rule.Of(step.Text);
            at = next;
        }

        return new(at, true, "", []);
    }

    public static string IdOf(LayeredValue item, string key) => item is { IsDeleted: true, Hides: { } before } ? IdOf(before, key) : item.Source.TryGet(key, out var id) ? id.Text ?? "" : "";

    /// <summary>A property, or an item by its key.</summary>
    public static LayeredValue? FindChild(LayeredValue around, LayerRule rule, PointerStep step) =>
        !step.IsItem ? FindProperty(around, step.Text) : step.Key is null || step.Key == rule.Key ? FindItem(around, rule.Key, step.Text) : null;

    private static LayeredValue? FindProperty(LayeredValue value, string name) =>
        value.Kind != JsonValueKind.Object ? null
        : value.Children is { } children ? children.Find(c => c.Name == name)
        : value.Source.TryGet(name, out var node) ? new(node, value.Layer, ValueOperation.Added) : null;

    private static LayeredValue? FindItem(LayeredValue value, string key, string id)
    {
        if (value.Kind != JsonValueKind.Array)
            return null;
        if (value.Children is { } children)
            return children.Find(c => IdOf(c, key) == id);
        foreach (var item in value.Source.Children)
            if (item.TryGet(key, out var own) && (own.Text ?? "") == id)
                return new(item, value.Layer, ValueOperation.Added);
        return null;
    }

    private static LayeredValue? FindIndex(LayeredValue value, string index) =>
        int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i) ? value.Living().ElementAtOrDefault(i) : null;

    private static string Escape(string text) => text.AsSpan().IndexOfAny("~/[]") < 0
        ? text
        : text.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal).Replace("[", "~2", StringComparison.Ordinal).Replace("]", "~3", StringComparison.Ordinal);

    private static string Unescape(string text)
    {
        if (!text.Contains('~', StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            plain.Append(text[i] != '~' || i + 1 == text.Length ? text[i] : text[++i] switch { '0' => '~', '1' => '/', '2' => '[', '3' => ']', var other => other });
        return plain.ToString();
    }
}
