namespace Cks.Auth;

/// <summary>Members of an object that was checked before.</summary>
internal static class PayloadMembers
{
    /// <summary>The value of a top-level member; of no kind when there is none.</summary>
    public static JsonSlice Find(ReadOnlySpan<byte> json, string member)
    {
        var scanner = new JsonScanner(json);
        scanner.TryOpen((byte)'{');
        for (var isFirst = true; scanner.TryNext(ref isFirst, (byte)'}', out var isEnd) && !isEnd;)
        {
            if (!scanner.TryName(out var name) || !scanner.TryValue(out var value))
                break;
            if (JsonText.Says(json, name, member))
                return value;
        }

        return default;
    }
}
