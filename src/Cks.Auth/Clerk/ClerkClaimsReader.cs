using System.Collections.Frozen;

namespace Cks.Auth;

/// <summary>Reads the parts of <see cref="ClerkClaims"/> one by one and keeps which of them were malformed. Null is the same as absent.</summary>
/// <param name="json">All claims, in valid UTF-8.</param>
/// <param name="found">The values of <see cref="Claims"/>, in that order.</param>
internal ref struct ClerkClaimsReader(ReadOnlySpan<byte> json, ReadOnlySpan<JsonSlice> found)
{
    public const ClerkClaimParts EveryPart = (ClerkClaimParts)255;

    private const int LongestText = 255;
    private const string RolePrefix = "org:";

    private readonly ReadOnlySpan<byte> _json = json;
    private readonly ReadOnlySpan<JsonSlice> _found = found;

    public static ReadOnlySpan<string> Claims => (string[])["v", "fea", "pla", "sts", "fva", "act", "o", "org_id", "org_slug", "org_role", "org_permissions"];

    public ClerkClaimParts Malformed { get; private set; }

    /// <summary>Finds members of an object by name; <see langword="false"/> when it is no object, or any member stands twice.</summary>
    public static bool TryFind(ReadOnlySpan<byte> json, ReadOnlySpan<string> names, Span<JsonSlice> values)
    {
        values.Clear();
        var scanner = new JsonScanner(json);
        var (twins, isFirst) = (new HashSet<string>(StringComparer.Ordinal), true);
        if (!scanner.TryOpen((byte)'{'))
            return false;
        while (scanner.TryNext(ref isFirst, (byte)'}', out var isEnd))
        {
            if (isEnd)
                return scanner.IsAtEnd;
            if (!scanner.TryName(out var slice) || !scanner.TryValue(out var value))
                return false;
            var name = JsonText.Read(json, slice);
            if (!twins.Add(name))
                return false;
            if (names.IndexOf(name) is var place and >= 0)
                values[place] = value;
        }

        return false;
    }

    public int Version()
    {
        var version = _found[0];
        if (!version.IsPresent)
            return 1;
        if (version.Kind == JsonKind.Number && version.In(_json) is [(byte)'1' or (byte)'2'])
            return version.In(_json)[0] - '0';
        Malformed |= ClerkClaimParts.Version;
        return 0;
    }

    public ClerkFeature[] Features()
    {
        if (!TryText(_json, _found[1], int.MaxValue, out var text) || !ClerkPermissions.TryFeatures(text, out var features))
        {
            Malformed |= ClerkClaimParts.Features;
            return [];
        }

        return features;
    }

    public ClerkPlan? Plan()
    {
        if (TryText(_json, _found[2], LongestText, out var text))
        {
            if (string.IsNullOrEmpty(text))
                return null;
            if (ClerkPermissions.TryScoped(text, out var scope, out var slug))
                return new(scope, slug);
        }

        Malformed |= ClerkClaimParts.Plan;
        return null;
    }

    public ClerkSessionStatus? SessionStatus()
    {
        var status = _found[3];
        if (!status.IsPresent)
            return null;
        if (JsonText.Says(_json, status, "active"))
            return ClerkSessionStatus.Active;
        if (JsonText.Says(_json, status, "pending"))
            return ClerkSessionStatus.Pending;
        Malformed |= ClerkClaimParts.SessionStatus;
        return ClerkSessionStatus.Unknown;
    }

    public ClerkFactorAge? FactorAge()
    {
        if (!_found[4].IsPresent)
            return null;
        Span<JsonSlice> ages = stackalloc JsonSlice[2];
        var json = _found[4].In(_json);
        if (TryList(json, ages, out var count) && count == 2 && TryMinutes(json, ages[0], out var first) && TryMinutes(json, ages[1], out var second))
            return new(first, second);
        Malformed |= ClerkClaimParts.FactorAge;
        return null;
    }

    public ClerkActor? Actor()
    {
        if (!_found[5].IsPresent)
            return null;
        Span<JsonSlice> members = stackalloc JsonSlice[4];
        var json = _found[5].In(_json);
        if (TryFind(json, (string[])["sub", "iss", "sid", "type"], members)
            && TryId(json, members[0], out var subject) && subject is not null
            && TryId(json, members[1], out var issuer) && TryId(json, members[2], out var session) && TryId(json, members[3], out var type))
            return new(subject, issuer, session, type);
        Malformed |= ClerkClaimParts.Actor;
        return null;
    }

    /// <summary>Version 1: the organization's claims stand beside the others.</summary>
    public (ClerkOrganization? Organization, FrozenSet<string> Permissions) FirstOrganization()
    {
        if (Organization(_json, _found.Slice(7, 3)) is not { } organization)
            return (null, []);
        var permissions = _found[10];
        if (!permissions.IsPresent)
            return (organization, []);
        var json = permissions.In(_json);
        var values = new JsonSlice[ClerkPermissions.Limit];
        if (TryList(json, values, out var count))
        {
            var texts = new string[count];
            for (var i = 0; i < count; i++)
                texts[i] = TryText(json, values[i], LongestText, out var text) ? text ?? "" : "";
            if (ClerkPermissions.TryWritten(texts, out var written))
                return (organization, written);
        }

        Malformed |= ClerkClaimParts.Permissions;
        return (organization, []);
    }

    /// <summary>Version 2: the organization is one claim, and its permissions are bits.</summary>
    public (ClerkOrganization? Organization, FrozenSet<string> Permissions) SecondOrganization(IReadOnlyList<ClerkFeature> features)
    {
        if (!_found[6].IsPresent)
            return (null, []);
        Span<JsonSlice> members = stackalloc JsonSlice[5];
        var json = _found[6].In(_json);
        if (!TryFind(json, (string[])["id", "slg", "rol", "per", "fpm"], members))
        {
            Malformed |= ClerkClaimParts.Organization;
            return (null, []);
        }

        if (Organization(json, members[..3]) is not { } organization)
        {
            // An organization without an id is none, and what stands beside it belongs to nobody.
            Malformed |= ClerkClaimParts.Organization;
            return (null, []);
        }

        if (TryText(json, members[3], int.MaxValue, out var names)
            && TryText(json, members[4], int.MaxValue, out var masks)
            && (string.IsNullOrEmpty(masks) || (Malformed & ClerkClaimParts.Features) == 0)
            && ClerkPermissions.TryDecode(features, names, masks, out var decoded))
            return (organization, decoded);
        Malformed |= ClerkClaimParts.Permissions;
        return (organization, []);
    }

    private ClerkOrganization? Organization(scoped ReadOnlySpan<byte> json, scoped ReadOnlySpan<JsonSlice> members)
    {
        if (TryId(json, members[0], out var id) && TryId(json, members[1], out var slug) && TryRole(json, members[2], out var role))
        {
            if (id is not null)
                return new(id, slug, role);
            if (slug is null && role is null)
                return null;
        }

        Malformed |= ClerkClaimParts.Organization;
        return null;
    }

    private static bool TryRole(ReadOnlySpan<byte> json, JsonSlice value, out string? role)
    {
        if (!TryText(json, value, LongestText, out role))
            return false;
        if (string.IsNullOrEmpty(role))
        {
            role = null;
            return true;
        }

        role = role.StartsWith(RolePrefix, StringComparison.Ordinal) ? role : RolePrefix + role;
        return ClerkPermissions.IsName(role.AsSpan(RolePrefix.Length));
    }

    /// <summary>A string of a length, or absent.</summary>
    private static bool TryText(ReadOnlySpan<byte> json, JsonSlice value, int longest, out string? text)
    {
        text = value.Kind == JsonKind.String ? JsonText.Read(json, value) : null;
        return !value.IsPresent || (text is not null && text.Length <= longest);
    }

    /// <summary>An id, not empty and without control characters, or absent.</summary>
    private static bool TryId(ReadOnlySpan<byte> json, JsonSlice value, out string? id) =>
        TryText(json, value, LongestText, out id) && (id is null || (id.Length > 0 && !id.Any(char.IsControl)));

    /// <summary>The values of an array, which are no more than there is room for.</summary>
    private static bool TryList(ReadOnlySpan<byte> json, Span<JsonSlice> values, out int count)
    {
        count = 0;
        var scanner = new JsonScanner(json);
        var isFirst = true;
        if (!scanner.TryOpen((byte)'['))
            return false;
        while (scanner.TryNext(ref isFirst, (byte)']', out var isEnd))
        {
            if (isEnd)
                return true;
            if (count == values.Length || !scanner.TryValue(out values[count]))
                return false;
            count++;
        }

        return false;
    }

    private static bool TryMinutes(ReadOnlySpan<byte> json, JsonSlice value, out int? minutes)
    {
        minutes = null;
        if (value.Kind != JsonKind.Number)
            return false;
        var digits = value.In(json);
        if (digits.SequenceEqual("-1"u8))
            return true;
        if (digits.Length > 9 || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        minutes = 0;
        foreach (var digit in digits)
            minutes = (minutes * 10) + (digit - '0');
        return true;
    }
}
