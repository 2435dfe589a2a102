namespace Cks.HubConfig;

/// <summary>A property that the older version must have, and the newer one can do without: an item that has none cannot go back. Of one that cannot go back for another reason nothing is said.</summary>
internal sealed class NeedOperation(MigrationPath path, string what, params string[] unless) : MigrationOperation
{
    public override string Definition => $"need {path}";

    public override void Up(MigrationRun run)
    {
    }

    public override void Down(MigrationRun run)
    {
        foreach (var (around, _) in path.Find(run.Root))
            if (!around.TryGet(path.Name, out _) && !unless.Any(name => around.TryGet(name, out _)))
                run.Refuse(around, $"{what} cannot be said in the older version.", $"Give it \"{path.Name}\", or take it out, in front of the way back.");
    }
}
