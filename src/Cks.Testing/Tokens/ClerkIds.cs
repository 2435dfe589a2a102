using System.Numerics;

namespace Cks.Testing;

/// <summary>Ids of the form that Clerk gives: a word, an underscore and 27 digits that hold the time at which the thing was made.</summary>
public static class ClerkIds
{
    private const long Epoch = 1_400_000_000;
    private const int Digits = 27;
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Makes an id; the same arguments give the same one.</summary>
    /// <param name="word">What it names: <c>user</c>, <c>sess</c>, <c>org</c>.</param>
    /// <param name="madeAt">When the thing was made, to the second; from May 2014 to June 2150.</param>
    /// <param name="number">Tells apart what was made in the same second.</param>
    public static string Make(string word, DateTimeOffset madeAt, ulong number = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(word);
        var rest = ((BigInteger)checked((uint)(madeAt.ToUnixTimeSeconds() - Epoch)) << 128) + number;
        return $"{word}_" + string.Create(Digits, rest, static (digits, value) =>
        {
            for (var i = digits.Length - 1; i >= 0; i--)
            {
                value = BigInteger.DivRem(value, Base62.Length, out var digit);
                digits[i] = Base62[(int)digit];
            }
        });
    }
}
