using System.Buffers;

namespace Cks.Auth;

/// <summary>A key of a fetched set that is not used.</summary>
/// <param name="Place">Its place in the set, from 1.</param>
/// <param name="Id"><c>kid</c>, as the provider wrote it.</param>
/// <param name="Flaw">Why.</param>
internal sealed record IgnoredKey(int Place, string? Id, KeyFlaw Flaw)
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~+/=:");

    /// <summary>The reason as logs and metrics write it.</summary>
    public string Reason => Flaw.ToString().ToLowerInvariant();

    /// <summary>Place and reason, and the id where no log could be harmed by it.</summary>
    public override string ToString() => Id is { Length: > 0 and <= 64 } && !Id.AsSpan().ContainsAnyExcept(Plain) ? $"{Place} ({Id}): {Reason}" : $"{Place}: {Reason}";
}
