using System.Text.Json.Serialization;

namespace Cks.Scope;

/// <summary>A page of the rows that the viewer sees, in the order that was asked for; else in that of their entity: newest first where it says so, else by code in ordinal order.</summary>
/// <param name="Items">The rows; at most <see cref="PageSize"/>.</param>
/// <param name="Count">How many rows there are on all pages, in a scope answer and by <see cref="ScopeCount.Capped"/> up to <see cref="CountLimit"/>; <see langword="null"/> where nobody asked.</param>
/// <param name="More">Whether there are more than <paramref name="Count"/> says.</param>
[JsonConverter(typeof(ScopeSetJsonConverter))]
public sealed record ScopeSet(IReadOnlyList<Row> Items, long? Count, bool More)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 200;

    /// <summary>Up to here a count is exact.</summary>
    public const int CountLimit = 1_000;

    /// <summary>Where the next page begins, for <see cref="ScopeListRequest.After"/>; <see langword="null"/> on the last page, and where no more pages are offered.</summary>
    public string? Next { get; init; }
}
