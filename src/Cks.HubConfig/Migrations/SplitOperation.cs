using System.Text.Json;

namespace Cks.HubConfig;

/// <summary>A text that holds several values, between separators, becomes as many properties of the same object.</summary>
internal sealed class SplitOperation(MigrationPath path, char separator, params string[] names) : MigrationOperation
{
    public override string Definition => $"split {path} at {separator} into {string.Join(", ", names)}";

    public override IEnumerable<string> Lock(string pointer) => path.Rename(pointer, names);

    public override void Up(MigrationRun run)
    {
        foreach (var (around, place) in path.Find(run.Root))
        {
            if (!around.TryGet(path.Name, out var old))
                continue;
            if (run.TryFind(place, out var kept) && kept.SaysTheSameAs(old))
                continue;
            string?[]? parts = old.IsNull ? new string?[names.Length] : old.Kind == JsonValueKind.String ? old.Text!.Split(separator, StringSplitOptions.TrimEntries) : null;
            if (parts?.Length != names.Length)
            {
                run.Refuse(old, $"\"{old.Text}\" has not {names.Length} parts.", $"Write {string.Join($" {separator} ", names)}.");
                continue;
            }

            if (Array.Find(names, n => n != path.Name && around.TryGet(n, out _)) is { } taken)
            {
                run.Refuse(old, $"\"{path.Name}\" becomes \"{taken}\", which is there already.", "Keep one of the two.");
                continue;
            }

            around.Remove(path.Name);
            for (var i = 0; i < names.Length; i++)
                around.Set(names[i], parts[i] is { } part ? MigrationTree.OfText(part, old.Origin) : MigrationTree.OfNull(old.Origin));
        }

        foreach (var (around, place) in path.Find(run.Root))
            foreach (var name in names)
                if (run.TryFind($"{place}/{name}", out var kept))
                    around.Set(name, kept);
    }

    public override void Down(MigrationRun run)
    {
        foreach (var (around, place) in path.Find(run.Root))
        {
            var parts = names.Select(name => around.TryGet(name, out var part) ? part : null).ToArray();
            if (parts.All(p => p is null))
                continue;
            // What an older text cannot hold, such as a part with the separator in it, or some of the parts only, is preserved as it is.
            var isWhole = parts.All(p => p is { Kind: JsonValueKind.String, Text: { } text } && !text.Contains(separator, StringComparison.Ordinal) && text == text.Trim());
            foreach (var (name, part) in names.Zip(parts))
            {
                if (part is not null && !isWhole)
                    run.Preserve($"{place}/{name}", part);
                around.Remove(name);
            }

            if (isWhole)
                around.Set(path.Name, MigrationTree.OfText(string.Join($" {separator} ", parts.Select(p => p!.Text)), parts[0]!.Origin));
        }
    }
}
