namespace Cks.Auth.Tests;

/// <summary>A value of JSON.</summary>
/// <param name="Kind">object, array, string, number, true, false or null.</param>
internal sealed record ReferenceNode(string Kind)
{
    /// <summary>What a string says, or a number as it is written.</summary>
    public string Text { get; init; } = "";

    /// <summary>A string as it is written.</summary>
    public string Raw { get; init; } = "";

    public List<(ReferenceNode Name, ReferenceNode Value)> Members { get; } = [];

    public List<ReferenceNode> Items { get; } = [];

    /// <summary>How many objects and arrays lie in one another.</summary>
    public int Depth => Kind is "object" or "array" ? 1 + Members.Select(m => m.Value).Concat(Items).Select(n => n.Depth).DefaultIfEmpty(0).Max() : 0;

    public ReferenceNode? this[string name] => Members.FirstOrDefault(m => m.Name.Text == name).Value;

    public bool HasTwins => Members.Select(m => m.Name.Text).Distinct(StringComparer.Ordinal).Count() < Members.Count;
}
