using System.Globalization;
using System.Text.Json;

namespace Cks.HubConfig;

/// <summary>Properties of a document: steps by name, <c>*</c> for every item of a list or every member of a map. <c>/dashboard/widgets/*/title</c>.</summary>
internal sealed class MigrationPath
{
    private readonly string _text;
    private readonly string[] _around;

    public MigrationPath(string text)
    {
        _text = text;
        var steps = text.Split('/')[1..];
        (_around, Name) = (steps[..^1], steps[^1]);
    }

    /// <summary>Name of the property.</summary>
    public string Name { get; }

    /// <summary>The objects that may have the property, each with the place of it.</summary>
    /// <remarks>Items are named by their id, so that a place means the same after the list was put in another order.</remarks>
    public IEnumerable<(MigrationTree Around, string Place)> Find(MigrationTree root) => Find(root, "", 0);

    /// <summary>The object that may have the property, made where it is not there; only of a path without <c>*</c>. <see langword="null"/> where something else stands in its way.</summary>
    public MigrationTree? Make(MigrationTree root)
    {
        foreach (var step in _around)
        {
            if (!root.TryGet(step, out var next))
                root.Set(step, next = MigrationTree.OfObject(root.Origin));
            root = next;
            if (root.Kind != JsonValueKind.Object)
                return null;
        }

        return root;
    }

    /// <summary>A pointer to the property by its other names; the pointer itself where it leads elsewhere.</summary>
    public IEnumerable<string> Rename(string pointer, params string[] names)
    {
        if (HubPointer.Parse(pointer) is not { } steps || steps.Count != _around.Length + 1 || steps[^1].Text != Name || steps[^1].IsItem)
            return [pointer];
        for (var i = 0; i < _around.Length; i++)
            if (_around[i] != "*" && (steps[i].IsItem || steps[i].Text != _around[i]))
                return [pointer];
        return names.Select(name => $"{pointer.AsSpan(0, pointer.LastIndexOf('/'))}/{name}");
    }

    public override string ToString() => _text;

    private IEnumerable<(MigrationTree, string)> Find(MigrationTree tree, string place, int step)
    {
        if (step == _around.Length)
            return tree.Kind == JsonValueKind.Object ? [(tree, $"{place}/{Name}")] : [];
        if (_around[step] != "*")
            return tree.TryGet(_around[step], out var value) ? Find(value, $"{place}/{_around[step]}", step + 1) : [];
        return tree.Kind == JsonValueKind.Array
            ? tree.Items.SelectMany((item, i) => Find(item, $"{place}/{IdOf(item) ?? i.ToString(CultureInfo.InvariantCulture)}", step + 1))
            : tree.Members.SelectMany(m => Find(m.Value, $"{place}/{m.Key}", step + 1));
    }

    private static string? IdOf(MigrationTree item) => item.TryGet("id", out var id) && id.Kind == JsonValueKind.String ? id.Text : null;
}
