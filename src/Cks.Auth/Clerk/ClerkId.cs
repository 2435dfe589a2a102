namespace Cks.Auth;

/// <summary>
/// Ids as Clerk makes them: a word, an underscore and a KSUID, which is 27 base62 digits for 160 bits, the first 32 of them the seconds since <see cref="Epoch"/>.
/// So an id tells when its thing was made, to the second and by the provider's clock.
/// </summary>
internal static class ClerkId
{
    /// <summary>Seconds since 1970 from which a KSUID counts.</summary>
    public const long Epoch = 1_400_000_000;

    private const int LongestWord = 16;
    private const int Digits = 27;
    private const int Words = 5;

    /// <summary>
    /// When the thing of this id was made. Other ids, such as the short ones of examples, tell nothing. A time still to come is possible: who
    /// wrote the id is not known.
    /// </summary>
    public static bool TryReadTime(ReadOnlySpan<char> id, out DateTimeOffset time)
    {
        time = default;
        var word = id.Length - Digits - 1;
        if (word is < 1 or > LongestWord || id[word] != '_' || id[..word].ContainsAnyExceptInRange('a', 'z'))
            return false;

        Span<uint> number = stackalloc uint[Words];
        foreach (var character in id[(word + 1)..])
        {
            var digit = Digit(character);
            if (digit < 0 || !WideNumber.TryAppend(number, 62, (uint)digit))
                return false;
        }

        time = DateTimeOffset.FromUnixTimeSeconds(Epoch + number[0]);
        return true;
    }

    private static int Digit(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'A' and <= 'Z' => character - 'A' + 10,
        >= 'a' and <= 'z' => character - 'a' + 36,
        _ => -1,
    };
}
