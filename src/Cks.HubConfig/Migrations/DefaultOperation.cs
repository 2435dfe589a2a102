namespace Cks.HubConfig;

/// <summary>A property that the newer version writes out where the older one took it for granted. A layer says only what it changes, so it gets none.</summary>
internal sealed class DefaultOperation(MigrationPath path, string text) : MigrationOperation
{
    public override string Definition => $"default {path} is \"{text}\"";

    public override void Up(MigrationRun run)
    {
        foreach (var (around, place) in path.Find(run.Root))
        {
            if (run.TryFind(place, out var kept) && !kept.IsNull)
                around.Set(path.Name, kept);
            else if (!run.IsPartial && kept is null && !around.TryGet(path.Name, out _))
                around.Set(path.Name, MigrationTree.OfText(text, around.Origin));
        }
    }

    public override void Down(MigrationRun run)
    {
        foreach (var (around, place) in path.Find(run.Root))
        {
            if (!around.TryGet(path.Name, out var value))
                run.Preserve(place, MigrationTree.OfNull(null));
            else if (value.Text != text)
                run.Preserve(place, value);
            around.Remove(path.Name);
        }
    }
}
