using System.Buffers;

namespace Cks.HubConfig;

/// <summary>The one form of every name in a hub: ids, icons, widget types, actions, features, endpoints and roles.</summary>
internal static class HubName
{
    public const string Form = "Use 1 to 64 letters a-z, digits, -, _ and ., starting with a letter.";

    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Whether a text can be a capability or an alias; whether there is one is the question of the policy.</summary>
    public static bool IsCapability(string name) => name.Length is > 0 and <= 128 && char.IsAsciiLetter(name[0]) && !name.Replace(':', '.').AsSpan().ContainsAnyExcept(Allowed);

    public static bool IsWellFormed(string name) =>
        name.Length is > 0 and <= 64 && char.IsAsciiLetter(name[0]) && !name.AsSpan().ContainsAnyExcept(Allowed);
}
