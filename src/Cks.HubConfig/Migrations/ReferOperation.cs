using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cks.HubConfig;

/// <summary>
/// A value that was written out becomes the name of an entry of a map. A value without an entry gets one of its own, named after the item, so that a layer, which does not see the
/// entries of others, changes the same one.
/// </summary>
internal sealed class ReferOperation(MigrationPath path, string name, MigrationPath map, string prefix) : MigrationOperation
{
    private const int LongestName = 64;

    public override string Definition => $"refer {path} to {map} as {name}, own entries {prefix}id never shared, longer than {LongestName} by 48 characters and 8 digits of SHA-256";

    public override IEnumerable<string> Lock(string pointer) => path.Rename(pointer, name);

    public override void Up(MigrationRun run)
    {
        var next = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (around, place) in path.Find(run.Root))
        {
            if (!around.TryGet(path.Name, out var value))
                continue;
            if (value.IsNull)
                run.Rename(around, path.Name, name, value);
            else if (value.Kind != JsonValueKind.String)
                run.Refuse(value, $"\"{path.Name}\" is no text.", "Write a text.");
            else if (run.TryFind(place, out var kept) && kept.Text is { } known && EntryOf(run.Root, known) == value.Text)
                run.Rename(around, path.Name, name, kept);
            else if (Choose(run.Root, around, value.Text!) is { } chosen)
                run.Rename(around, path.Name, name, MigrationTree.OfText(chosen, value.Origin));
            else if (OwnName(around) is not { } own)
                run.Refuse(value, $"What has \"{path.Name}\" has no id.", "Give it an id.");
            else if (MakeEntries(run.Root, value) is { } entries)
            {
                // Its own name may be taken by another value.
                var free = own;
                for (var i = next.GetValueOrDefault(own, 2); EntryOf(run.Root, free) is not null; next[own] = ++i)
                    free = $"{own.AsSpan(0, Math.Min(own.Length, LongestName - 4))}-{i}";
                entries.Set(free, value);
                run.Rename(around, path.Name, name, MigrationTree.OfText(free, value.Origin));
            }
            else
                run.Refuse(value, $"\"{map}\" is no object.", "Write an object there.");
        }
    }

    public override void Down(MigrationRun run)
    {
        var users = path.Find(run.Root).Where(f => f.Around.TryGet(name, out _)).Select(f => (f.Around, f.Place, Name: f.Around.TryGet(name, out var n) ? n : f.Around)).ToList();
        foreach (var (around, _, used) in users)
        {
            if (used.IsNull)
                run.Rename(around, name, path.Name, used);
            else if (used.Text is { } text && EntryOf(run.Root, text) is { } value)
                run.Rename(around, name, path.Name, MigrationTree.OfText(value, used.Origin));
            else
                run.Refuse(used, $"\"{used.Text}\" is not one of {map}.", "Carry back only a document without findings.");
        }

        foreach (var (around, _, used) in users)
            if (used.Text is { } text && text == OwnName(around) && users.Count(u => u.Name.Text == text) == 1 && IsOnlyReferredTo(run.Root, text))
                Entries(run.Root)!.Remove(text);
        foreach (var (around, place, used) in users)
            if (used.Text is { } text && around.TryGet(path.Name, out var value) && value.Text is { } written && (Choose(run.Root, around, written) ?? OwnName(around)) != text)
                run.Preserve(place, used);
    }

    /// <summary>The entry that has the value already: the item's own, else the first that is no item's own. A layer that changes an item changes no other.</summary>
    private string? Choose(MigrationTree root, MigrationTree around, string value) =>
        OwnName(around) is { } own && EntryOf(root, own) == value ? own : Entries(root)?.Members.FirstOrDefault(m => !m.Key.StartsWith(prefix, StringComparison.Ordinal) && m.Value.Kind == JsonValueKind.String && m.Value.Text == value).Key;

    // An entry that something else names as well, or whose value another entry has too, is not made again on the way up.
    private bool IsOnlyReferredTo(MigrationTree root, string entry)
    {
        var siblings = map.Find(root).Single().Around.Members.Where(m => m.Key != map.Name);
        return !siblings.Any(s => s.Value.TryGet(entry, out _)) && Entries(root)!.Members.Count(m => m.Value.Text == EntryOf(root, entry)) == 1;
    }

    private MigrationTree? MakeEntries(MigrationTree root, MigrationTree value)
    {
        if (map.Make(root) is not { } around)
            return null;
        if (!around.TryGet(map.Name, out var entries))
            around.Set(map.Name, entries = MigrationTree.OfObject(value.Origin));
        return entries.Kind == JsonValueKind.Object ? entries : null;
    }

    private MigrationTree? Entries(MigrationTree root) => map.Find(root).Select(f => f.Around.TryGet(map.Name, out var entries) ? entries : null).FirstOrDefault();

    private string? EntryOf(MigrationTree root, string entry) => Entries(root) is { } entries && entries.TryGet(entry, out var value) && value.Kind == JsonValueKind.String ? value.Text : null;

    private string? OwnName(MigrationTree around)
    {
        if (!around.TryGet("id", out var id) || id is not { Kind: JsonValueKind.String, Text: { Length: > 0 } text })
            return null;
        return prefix.Length + text.Length <= LongestName ? prefix + text : $"{prefix}{text.AsSpan(0, Math.Min(text.Length, 48))}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8]}";
    }
}
