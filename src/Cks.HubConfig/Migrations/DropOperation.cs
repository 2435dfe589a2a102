using System.Text.Json;

namespace Cks.HubConfig;

/// <summary>A property that only one of the two versions has: the older one when it is dropped, the newer one when it is added.</summary>
internal sealed class DropOperation(MigrationPath path, bool isAdded = false) : MigrationOperation
{
    /// <summary>A property that the newer version adds.</summary>
    public static DropOperation Add(string path) => new(new(path), isAdded: true);

    public override string Definition => $"{(isAdded ? "add" : "drop")} {path}";

    public override void Up(MigrationRun run) => Run(run, isAdded);

    public override void Down(MigrationRun run) => Run(run, !isAdded);

    private void Run(MigrationRun run, bool isKnown)
    {
        foreach (var (around, place) in path.Find(run.Root))
        {
            // A null would take off what the layers below have.
            if (isKnown && run.TryFind(place, out var kept) && !kept.IsNull && !around.TryGet(path.Name, out _))
                around.Set(path.Name, kept);
            else if (!isKnown && around.TryGet(path.Name, out var value))
            {
                if (isAdded)
                    foreach (var (name, held) in value.Kind == JsonValueKind.Object ? value.Members : [new(path.Name, value)])
                        run.Warn(name, held);
                run.Preserve(place, value);
                around.Remove(path.Name);
            }
        }
    }
}
