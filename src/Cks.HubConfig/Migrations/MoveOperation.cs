using System.Text.Json;

namespace Cks.HubConfig;

/// <summary>A property moves to another object. An object that is empty afterwards goes, but for the root.</summary>
internal sealed class MoveOperation(MigrationPath from, MigrationPath to) : MigrationOperation
{
    public override string Definition => $"move {from} to {to}";

    public override IEnumerable<string> Lock(string pointer) => [pointer == from.ToString() ? to.ToString() : pointer];

    public override void Up(MigrationRun run) => Move(run, from, to);

    public override void Down(MigrationRun run) => Move(run, to, from);

    private static void Move(MigrationRun run, MigrationPath from, MigrationPath to)
    {
        // An object that was empty before is no longer to be told from one that was not there.
        var left = from.Find(run.Root).Select(f => f.Around).FirstOrDefault();
        if (left is null || !left.TryGet(from.Name, out var value))
            return;
        if (to.Find(run.Root).Any(t => t.Around.TryGet(to.Name, out _)))
        {
            run.Refuse(value, $"\"{from}\" becomes \"{to}\", which is there already.", "Keep one of the two.");
            return;
        }

        var wasEmpty = to.Find(run.Root).Any(t => t.Around.Members.Count == 0);
        if (to.Make(run.Root) is not { } next)
        {
            run.Refuse(value, $"\"{from}\" becomes \"{to}\", and something else stands there.", "Write an object there.");
            return;
        }

        left.Remove(from.Name);
        next.Set(to.Name, value);
        var around = from.ToString()[..^(from.Name.Length + 1)];
        if (left.Members.Count == 0 && around.Length > 0 && !run.TryFind(around, out _))
            Prune(run.Root, around);
        if (wasEmpty)
            run.Preserve(to.ToString()[..^(to.Name.Length + 1)], MigrationTree.OfObject(null));
    }

    private static void Prune(MigrationTree root, string around)
    {
        var path = new MigrationPath(around);
        if (path.Find(root).FirstOrDefault().Around is { } outer && outer.TryGet(path.Name, out var empty) && empty.Kind == JsonValueKind.Object && empty.Members.Count == 0)
            outer.Remove(path.Name);
    }
}
