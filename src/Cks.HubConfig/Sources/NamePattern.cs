using System.Buffers;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A text with one place for the name of a role or tenant: what is in front of it and what is behind.</summary>
internal sealed record NamePattern(string Prefix, string Suffix)
{
    /// <summary>What stands for the name in a pattern.</summary>
    public const string RolePlace = "{role}", TenantPlace = "{tenant}";

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Whether the text can name a role or tenant: 1 to 64 of a-z, 0-9 and -.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= 64 && !text.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>The pattern in a text; <see langword="null"/> where it has no place for a name.</summary>
    /// <exception cref="CksConfigurationException">CKS109: it has several.</exception>
    public static NamePattern? In(string text)
    {
        var place = text.Contains(RolePlace, StringComparison.Ordinal) ? RolePlace : text.Contains(TenantPlace, StringComparison.Ordinal) ? TenantPlace : null;
        if (place is null)
            return null;
        return text.Split(place) is [var prefix, var suffix] && !prefix.Contains(TenantPlace, StringComparison.Ordinal) && !suffix.Contains(TenantPlace, StringComparison.Ordinal)
            ? new(prefix, suffix)
            : throw new CksConfigurationException(CksCodes.InvalidSetting, text, "It has a place for a name more than once.", $"Write {RolePlace} or {TenantPlace} once.");
    }

    /// <summary>The name in a text that fits; <see langword="null"/> for one that does not.</summary>
    public string? NameIn(string text) =>
        text.Length > Prefix.Length + Suffix.Length && text.StartsWith(Prefix, StringComparison.Ordinal) && text.EndsWith(Suffix, StringComparison.Ordinal) ? text[Prefix.Length..^Suffix.Length] : null;

    public string With(string name) => Prefix + name + Suffix;
}
