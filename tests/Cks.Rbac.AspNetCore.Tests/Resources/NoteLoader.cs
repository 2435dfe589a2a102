using System.Collections.Concurrent;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>Notes in memory: whoever has the code sees its own. Remembers what it was asked.</summary>
public sealed class NoteLoader : IResourceLoader<Note>
{
    public static IReadOnlyList<Note> Notes { get; } = [new("1", "ann", "red"), new("2", "ann", "blue"), new("3", "bob", "red"), new("once", "ann", "red")];

    public static ConcurrentQueue<string> Asked { get; } = [];

    public ValueTask<Note?> LoadAsync(Subject subject, string key, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue($"{subject.Id} {key}");
        return key == "broken" ? throw new IOException("The store is down.") : new(Notes.FirstOrDefault(n => n.Id == key && n.Owner == subject.Id));
    }
}
