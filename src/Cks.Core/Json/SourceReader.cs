using System.Globalization;
using System.Text.Json;

namespace Cks.Core;

/// <summary>
/// Typed reading of one object. Every fault becomes a diagnostic with its place, so that one pass reports all of them;
/// <see cref="Complete"/> reports the properties that nobody asked for, with a did-you-mean.
/// </summary>
public sealed class SourceReader
{
    private readonly SourceNode _node;
    private readonly DiagnosticBag _diagnostics;
    // Few names are asked for, and one reader is made for each object of a document.
    private readonly List<string> _known = new(10);
    private Dictionary<string, Diagnostic>? _missing;

    private SourceReader(SourceNode node, DiagnosticBag diagnostics) => (_node, _diagnostics) = (node, diagnostics);

    /// <summary>Where the object stands.</summary>
    public SourceLocation Location => _node.Location;

    /// <summary>Starts reading an object; anything else is reported (CKS104) and read as an empty object.</summary>
    public static SourceReader Of(SourceNode node, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (node.Kind != JsonValueKind.Object)
            WrongKind(diagnostics, node, "an object");
        return new(node, diagnostics);
    }

    /// <summary>A property that may be absent.</summary>
    public SourceNode? Optional(string name)
    {
        if (!_known.Contains(name))
            _known.Add(name);
        return _node.TryGet(name, out var value) ? value : null;
    }

    /// <summary>
    /// A section on which others rest. Where it is not there and a property that nobody asked for has nearly its name, that one is read in its place, so that a slip in the name
    /// of a section is not reported once more by everything that names something in it; <see cref="Complete"/> reports the slip. Ask for all other sections first.
    /// </summary>
    public SourceNode? Section(string name)
    {
        if (Optional(name) is { } section)
            return section;
        string[] unknown = [.. _node.Members.Nodes.Select(n => n.Name).Where(n => !_known.Contains(n))];
        return _diagnostics.Closest(name, unknown) is { } slip ? _node.Properties[slip] : null;
    }

    /// <summary>A property that must be there (CKS105).</summary>
    public SourceNode? Required(string name)
    {
        var value = Optional(name);
        if (value is null && _node.Kind == JsonValueKind.Object)
        {
            _diagnostics.Add(CksCodes.MissingProperty, _node, $"\"{name}\" is missing.", $"Add \"{name}\" to this object.");
            if (_diagnostics.Last is { } missing)
                (_missing ??= new(StringComparer.Ordinal))[name] = missing;
        }

        return value;
    }

    /// <summary>A text that must be there and not be blank.</summary>
    public string RequiredString(string name) => Required(name) is { } value ? StringOf(value) ?? "" : "";

    /// <summary>A text that may be absent.</summary>
    public string? OptionalString(string name) => Optional(name) is { } value ? StringOf(value) : null;

    /// <summary>A whole number that may be absent.</summary>
    public int? OptionalInt32(string name)
    {
        if (Optional(name) is not { } value)
            return null;
        if (value.Kind == JsonValueKind.Number && int.TryParse(value.TextUtf8, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        WrongKind(_diagnostics, value, "a whole number");
        return null;
    }

    /// <summary><see langword="true"/> or <see langword="false"/>, or the default when absent.</summary>
    public bool Boolean(string name, bool absent = false)
    {
        if (Optional(name) is not { } value)
            return absent;
        if (value.Kind is JsonValueKind.True or JsonValueKind.False)
            return value.Kind == JsonValueKind.True;
        WrongKind(_diagnostics, value, "true or false");
        return absent;
    }

    /// <summary>The properties of an object that may be absent; an absent one has none.</summary>
    public IReadOnlyCollection<SourceNode> Members(string name) => Optional(name) is { } value ? MembersOf(value, _diagnostics) : [];

    /// <summary>The items of an array that may be absent; an absent one has none.</summary>
    public IReadOnlyList<SourceNode> Items(string name) => Optional(name) is { } value ? ItemsOf(value, _diagnostics) : [];

    /// <summary>The texts of an array that may be absent; items that are not text are reported and left out.</summary>
    public IReadOnlyList<SourceNode> Strings(string name)
    {
        var items = Items(name);
        var texts = 0;
        foreach (var item in items)
            texts += StringOf(item) is null ? 0 : 1;
        // Nearly always all of them are.
        return texts == items.Count ? items : [.. items.Where(i => i.Kind == JsonValueKind.String && !string.IsNullOrWhiteSpace(i.Text))];
    }

    /// <summary>
    /// Reports every property that was not asked for (CKS106). One that is close to a required property which is missing is that property misspelt, and reported once:
    /// the finding about the missing one is taken back.
    /// </summary>
    public void Complete()
    {
        var isComplete = true;
        foreach (var node in _node.Members.Nodes)
            isComplete &= !IsUnknown(node);
        if (isComplete)
            return;
        SourceNode[] unknown = [.. _node.Members.Nodes.Where(IsUnknown)];
        // A name that is there already was not meant: it would stand twice.
        string[] absent = [.. _known.Where(name => !_node.TryGet(name, out _))];
        foreach (var node in unknown)
        {
            var message = $"\"{node.Name}\" is not known here.";
            if (_diagnostics.IsFull || _diagnostics.Closest(node.Name, absent) is not { } meant)
                _diagnostics.Add(CksCodes.UnknownProperty, node.NamePlace, message, _diagnostics.IsFull ? "" : DidYouMean.Advice(null, _known));
            else
            {
                if (_missing is not null && _missing.Remove(meant, out var missing))
                    _diagnostics.Retract(missing);
                _diagnostics.Add(CksCodes.UnknownProperty, node.NamePlace, message, DidYouMean.Advice(meant, absent), meant);
            }
        }
    }

    /// <summary>The properties of an object; anything else is reported and has none.</summary>
    public static IReadOnlyCollection<SourceNode> MembersOf(SourceNode node, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (node.Kind != JsonValueKind.Object)
            WrongKind(diagnostics, node, "an object");
        return node.Members.Nodes;
    }

    /// <summary>The items of an array; anything else is reported and has none.</summary>
    public static IReadOnlyList<SourceNode> ItemsOf(SourceNode node, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (node.Kind != JsonValueKind.Array)
            WrongKind(diagnostics, node, "an array");
        return node.Items;
    }

    /// <summary>The text of a value that must be one and not be blank; anything else is reported (CKS104) and gives <see langword="null"/>.</summary>
    public static string? TextOf(SourceNode node, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (node.Kind != JsonValueKind.String)
            WrongKind(diagnostics, node, "a text");
        else if (string.IsNullOrWhiteSpace(node.Text))
            diagnostics.Add(CksCodes.WrongKind, node, "The text is blank.", "Write a value, or take the property out.");
        else
            return node.Text;
        return null;
    }

    private bool IsUnknown(SourceNode node) => !_known.Contains(node.Name) && node.Name != "$schema";

    private string? StringOf(SourceNode node) => TextOf(node, _diagnostics);

    private static void WrongKind(DiagnosticBag diagnostics, SourceNode node, string expected) =>
        diagnostics.Add(CksCodes.WrongKind, node, $"{Describe(node)} stands where {expected} is expected.", $"Write {expected} here.");

    private static string Describe(SourceNode node) => node.Kind switch
    {
        JsonValueKind.Object => "An object",
        JsonValueKind.Array => "An array",
        JsonValueKind.String => "A text",
        JsonValueKind.Number => "A number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
