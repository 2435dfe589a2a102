using System.Buffers;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Cks.Auth;

/// <summary>
/// Permissions as Clerk packs them: <c>fea</c> lists features by scope, <c>per</c> names permissions, and the n-th number of <c>fpm</c> says by its bits which of these names the n-th feature of the
/// organization has, the first name by the lowest bit. One mistake anywhere voids all of it: an index that has slipped would give rights on another feature.
/// </summary>
internal static class ClerkPermissions
{
    /// <summary>The most entries of a list; the limits bound the work that a token can ask for (S30).</summary>
    public const int Limit = 256;

    private const int MostPermissions = 4096;
    private const int LongestName = 100;
    private const int MostDigits = 78; // of 2^256

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");

    public static bool IsName(ReadOnlySpan<char> text) => text.Length is > 0 and <= LongestName && !text.ContainsAnyExcept(NameCharacters);

    /// <summary>Reads <c>o:dashboard,u:export</c>.</summary>
    public static bool TryFeatures(string? list, [NotNullWhen(true)] out ClerkFeature[]? features)
    {
        features = null;
        if (!TrySplit(list, out var entries))
            return false;
        var read = new ClerkFeature[entries.Length];
        for (var i = 0; i < read.Length; i++)
        {
            if (!TryScoped(entries[i], out var scope, out var slug))
                return false;
            read[i] = new(scope, slug);
        }

        // The same feature twice in one scope would have two masks.
        if (!AreDistinct(SlugsOf(read, ClerkScope.Organization)) || !AreDistinct(SlugsOf(read, ClerkScope.User)))
            return false;
        features = read;
        return true;
    }

    /// <summary>Reads <c>o:pro</c>.</summary>
    public static bool TryScoped(string text, out ClerkScope scope, out string slug)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        scope = colon < 0 ? ClerkScope.None : text.AsSpan(0, colon) switch
        {
            "o" => ClerkScope.Organization,
            "u" => ClerkScope.User,
            "uo" or "ou" => ClerkScope.Organization | ClerkScope.User,
            _ => ClerkScope.None,
        };
        slug = text[(colon + 1)..];
        return scope != ClerkScope.None && IsName(slug);
    }

    /// <summary>What the masks permit.</summary>
    public static bool TryDecode(IReadOnlyList<ClerkFeature> features, string? names, string? masks, [NotNullWhen(true)] out FrozenSet<string>? permissions)
    {
        permissions = null;
        if (!TrySplit(names, out var permissionNames) || !TrySplit(masks, out var numbers))
            return false;
        string[] owners = [.. SlugsOf(features, ClerkScope.Organization)];
        if (permissionNames.Any(name => !IsName(name)) || !AreDistinct(permissionNames) || numbers.Length > owners.Length)
            return false;
        var decoded = new List<string>();
        Span<uint> mask = stackalloc uint[Limit / 32];
        for (var feature = 0; feature < numbers.Length; feature++)
        {
            if (!TryMask(numbers[feature], permissionNames.Length, mask))
                return false;
            for (var bit = 0; bit < permissionNames.Length; bit++)
            {
                if (WideNumber.HasBit(mask, bit))
                    decoded.Add($"org:{owners[feature]}:{permissionNames[bit]}");
            }

            if (decoded.Count > MostPermissions)
                return false;
        }

        permissions = decoded.ToFrozenSet(StringComparer.Ordinal);
        return true;
    }

    /// <summary>Permissions of version 1, which stand there as they are.</summary>
    public static bool TryWritten(string[] texts, [NotNullWhen(true)] out FrozenSet<string>? permissions)
    {
        permissions = texts.All(IsPermission) && AreDistinct(texts) ? texts.ToFrozenSet(StringComparer.Ordinal) : null;
        return permissions is not null;
    }

    private static IEnumerable<string> SlugsOf(IEnumerable<ClerkFeature> features, ClerkScope scope) => features.Where(f => f.Scope.HasFlag(scope)).Select(f => f.Slug);

    private static bool IsPermission(string text) => text.Split(':') is ["org", var feature, var name] && IsName(feature) && IsName(name);

    private static bool TryMask(ReadOnlySpan<char> digits, int width, Span<uint> mask)
    {
        mask.Clear();
        if (digits.Length is 0 or > MostDigits || digits.ContainsAnyExceptInRange('0', '9'))
            return false;
        foreach (var digit in digits)
        {
            if (!WideNumber.TryAppend(mask, 10, (uint)(digit - '0')))
                return false;
        }

        for (var bit = width; bit < Limit; bit++)
        {
            if (WideNumber.HasBit(mask, bit))
                return false;
        }

        return true;
    }

    /// <summary>Entries between commas, spaces around them cut off; absent and empty lists have none.</summary>
    private static bool TrySplit(string? list, out string[] entries)
    {
        entries = string.IsNullOrEmpty(list) ? [] : list.Split(',', Limit + 1);
        if (entries.Length > Limit)
            return false;
        for (var i = 0; i < entries.Length; i++)
            entries[i] = entries[i].Trim(' ');
        return true;
    }

    private static bool AreDistinct(IEnumerable<string> values)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return values.All(seen.Add);
    }
}
