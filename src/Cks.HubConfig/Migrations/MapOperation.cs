namespace Cks.HubConfig;

/// <summary>A property says its value in another form, and perhaps by another name. A <c>null</c> of a layer, which deletes, keeps its meaning.</summary>
internal sealed class MapOperation(MigrationPath path, string name, MigrationForm form) : MigrationOperation
{
    public override string Definition => $"map {path} to {name} by {form.Definition}";

    public override IEnumerable<string> Lock(string pointer) => path.Rename(pointer, name);

    public override void Up(MigrationRun run)
    {
        foreach (var (around, place) in path.Find(run.Root))
        {
            if (!around.TryGet(path.Name, out var old))
                continue;
            if (old.IsNull)
                run.Rename(around, path.Name, name, old);
            else if (run.TryFind(place, out var kept) && form.Back(kept) is { } known && known.SaysTheSameAs(old))
                run.Rename(around, path.Name, name, kept);
            else if (form.Forth(old) is { } value)
                run.Rename(around, path.Name, name, value);
            else
                run.Refuse(old, form.Refusal(old.Text), form.Fix);
        }
    }

    public override void Down(MigrationRun run)
    {
        foreach (var (around, place) in path.Find(run.Root))
        {
            if (!around.TryGet(name, out var value))
                continue;
            if (value.IsNull)
                run.Rename(around, name, path.Name, value);
            else if (form.Back(value) is { } old)
            {
                run.Rename(around, name, path.Name, old);
                if (form.Forth(old) is not { } again || !again.SaysTheSameAs(value))
                    run.Preserve(place, value);
            }
            else
                run.Refuse(value, $"\"{name}\" cannot be said in the older version.", "Carry back only a document without findings.");
        }
    }
}
