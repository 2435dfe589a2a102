namespace Cks.Scope;

/// <summary>A page of a feed.</summary>
/// <param name="Items">At most <see cref="Size"/>, the newest first.</param>
/// <param name="Next">Cursor of the next page; <see langword="null"/> on the last.</param>
public sealed record ActivityPage(IReadOnlyList<ActivityItem> Items, string? Next)
{
    /// <summary>Items on a page.</summary>
    public const int Size = 50;
}
