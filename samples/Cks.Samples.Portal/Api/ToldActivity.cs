using Cks.Scope;

namespace Cks.Samples.Portal.Api;

/// <summary>What a stream has told: what is older than its floor is past, and of the last minute before the newest it is known item by item, because what is written first may be committed last.</summary>
/// <param name="floor">When the item was that the client had last; <see langword="null"/>: none, so that the first page is where the stream begins.</param>
internal sealed class ToldActivity(DateTimeOffset? floor)
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);
    private DateTimeOffset? _floor = floor;

    /// <summary>Takes the first page as where the stream begins, if it has not begun.</summary>
    public bool Begin(ActivityPage first)
    {
        if (_floor is not null)
            return false;
        _floor = first is { Next: not null, Items: [.., var oldest] } ? oldest.CreatedAt.AddTicks(-1) : DateTimeOffset.MinValue;
        return true;
    }

    public bool IsPast(ActivityItem item) => item.CreatedAt <= _floor;

    public bool IsNews(ActivityItem item) => !IsPast(item) && !_told.ContainsKey(item.Id);

    public void Add(ActivityItem item)
    {
        _told[item.Id] = item.CreatedAt;
        if (item.CreatedAt - Overlap is var floor && floor <= _floor)
            return;
        _floor = floor;
        foreach (var (id, _) in _told.Where(t => t.Value <= floor).ToArray())
            _told.Remove(id);
    }
}
