namespace Cks.HubConfig;

/// <summary>A property gets another name and keeps its value.</summary>
internal sealed class RenameOperation(MigrationPath path, string name) : MigrationOperation
{
    public override string Definition => $"rename {path} to {name}";

    public override IEnumerable<string> Lock(string pointer) => path.Rename(pointer, name);

    public override void Up(MigrationRun run) => Rename(run, path.Name, name);

    public override void Down(MigrationRun run) => Rename(run, name, path.Name);

    private void Rename(MigrationRun run, string old, string next)
    {
        foreach (var (around, _) in path.Find(run.Root))
        {
            if (around.TryGet(old, out var value))
                run.Rename(around, old, next, value);
        }
    }
}
