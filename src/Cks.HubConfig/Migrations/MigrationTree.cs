using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A value of a document while it is carried to another version: it can be changed, and knows the value that a person wrote.</summary>
internal sealed class MigrationTree
{
    /// <summary>Property of the root that holds what the other version cannot say, by version and by the place that <see cref="MigrationPath"/> names.</summary>
    public const string Preserved = "$preserved";

    private List<MigrationTree>? _items;
    private List<KeyValuePair<string, MigrationTree>>? _members;

    private MigrationTree(JsonValueKind kind, string? text, SourceNode? origin) => (Kind, Text, Origin) = (kind, text, origin);

    public JsonValueKind Kind { get; }

    /// <summary>The text of a string, or the digits of a number.</summary>
    public string? Text { get; }

    /// <summary>What it was made of.</summary>
    public SourceNode? Origin { get; }

    public IReadOnlyList<MigrationTree> Items => _items ?? [];

    public IReadOnlyList<KeyValuePair<string, MigrationTree>> Members => _members ?? [];

    public bool IsNull => Kind == JsonValueKind.Null;

    public static MigrationTree Of(SourceNode node)
    {
        var tree = new MigrationTree(node.Kind, node.Text, node);
        if (node.Kind == JsonValueKind.Array)
            tree._items = [.. node.Items.Select(Of)];
        else if (node.Kind == JsonValueKind.Object)
            tree._members = [.. node.Properties.Select(p => KeyValuePair.Create(p.Key, Of(p.Value)))];
        return tree;
    }

    public static MigrationTree OfText(string text, SourceNode? origin) => new(JsonValueKind.String, text, origin);

    public static MigrationTree OfNumber(string digits, SourceNode? origin) => new(JsonValueKind.Number, digits, origin);

    public static MigrationTree OfNull(SourceNode? origin) => new(JsonValueKind.Null, null, origin);

    public static MigrationTree OfList(SourceNode? origin, IEnumerable<MigrationTree> items) => new(JsonValueKind.Array, null, origin) { _items = [.. items] };

    public static MigrationTree OfObject(SourceNode? origin, params ReadOnlySpan<KeyValuePair<string, MigrationTree>> members) => new(JsonValueKind.Object, null, origin) { _members = [.. members] };

    public bool TryGet(string name, [NotNullWhen(true)] out MigrationTree? value)
    {
        var at = IndexOf(name);
        value = at < 0 ? null : _members![at].Value;
        return at >= 0;
    }

    /// <summary>Sets a property of an object; a new one comes last.</summary>
    public void Set(string name, MigrationTree value) => Replace(name, name, value);

    /// <summary>Puts a property in the place of another, or last where that is not there.</summary>
    public void Replace(string old, string name, MigrationTree value)
    {
        var members = _members ??= [];
        var at = IndexOf(old);
        if (at < 0)
            members.Add(new(name, value));
        else
            members[at] = new(name, value);
    }

    /// <summary>Puts a property in front of all others.</summary>
    public void SetFirst(string name, MigrationTree value)
    {
        Remove(name);
        (_members ??= []).Insert(0, new(name, value));
    }

    public void Remove(string name)
    {
        if (IndexOf(name) is >= 0 and var at)
            _members!.RemoveAt(at);
    }

    /// <summary>Whether two values say the same: order of properties aside, numbers by their digits.</summary>
    public bool SaysTheSameAs(MigrationTree other)
    {
        if (Kind != other.Kind || Text != other.Text || Items.Count != other.Items.Count || Members.Count != other.Members.Count)
            return false;
        for (var i = 0; i < Items.Count; i++)
            if (!Items[i].SaysTheSameAs(other.Items[i]))
                return false;
        foreach (var (name, value) in Members)
            if (!other.TryGet(name, out var twin) || !value.SaysTheSameAs(twin))
                return false;
        return true;
    }

    /// <summary>The value as a document whose places are those of the one it was made of.</summary>
    public SourceNode ToSource(string file)
    {
        var writer = new SourceNodeWriter(file);
        Write(writer);
        return writer.Complete();
    }

    private void Write(SourceNodeWriter writer)
    {
        if (Kind == JsonValueKind.Object)
        {
            writer.StartObject(Origin);
            foreach (var (name, value) in Members)
            {
                writer.Name(name);
                value.Write(writer);
            }

            writer.EndObject();
        }
        else if (Kind == JsonValueKind.Array)
        {
            writer.StartArray(Origin);
            foreach (var item in Items)
                item.Write(writer);
            writer.EndArray();
        }
        else
            writer.Value(Kind, Text, Origin);
    }

    private int IndexOf(string name) => _members?.FindIndex(m => m.Key == name) ?? -1;
}
