namespace Cks.HubConfig;

/// <summary>A property that only the newer version has, and without which the older one would not have what it needs: a document with it cannot go back.</summary>
internal sealed class StayOperation(MigrationPath path, string what) : MigrationOperation
{
    public override string Definition => $"stay {path}";

    public override void Up(MigrationRun run)
    {
    }

    public override void Down(MigrationRun run)
    {
        foreach (var (around, _) in path.Find(run.Root))
            if (around.TryGet(path.Name, out var value))
                run.Refuse(value, $"{what} cannot be said in the older version.", "Write the widget out, or take it out, in front of the way back.");
    }
}
