using System.Text.RegularExpressions;
using CsCheck;

namespace Cks.Auth.Tests;

/// <summary>How a key looks, and that nothing else passes for one.</summary>
public sealed class ApiKeyFormatTests
{
    private const int Rounds = 30_000;

    private static string NewText(bool isTest = false) => ApiKeyFormat.NewText(ApiKeyFormat.NewId(), isTest);

    [Theory]
    [InlineData(false, "cks_live_")]
    [InlineData(true, "cks_test_")]
    public void A_key_says_its_class_and_its_id(bool isTest, string prefix)
    {
        var id = ApiKeyFormat.NewId();
        var text = ApiKeyFormat.NewText(id, isTest);

        Assert.StartsWith(prefix + id + "_", text, StringComparison.Ordinal);
        Assert.Equal(ApiKeyFormat.Length, text.Length);
        Assert.Matches("^" + ApiKeyFormat.Pattern + "$", text);
        Assert.True(ApiKeyFormat.TryRead(text, out var read, out var isReadTest));
        Assert.Equal((id, isTest), (read, isReadTest));
    }

    [Fact]
    public void Two_keys_have_no_secret_in_common() => Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(_ => NewText()[26..69]).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void The_checksum_is_the_one_that_is_documented()
    {
        // CRC-32C of "123456789" is e3069283 (RFC 3720 appendix B.4 has the polynomial); of this text it was worked out bit by bit, apart from the code.
        const string Head = "cks_live_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        var crc = uint.MaxValue;
        foreach (var c in Head)
        {
            crc ^= c;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0x82F63B78 : crc >> 1;
        }

        var (left, text) = (~crc, "");
        for (var i = 0; i < 6; i++, left /= 62)
            text = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(int)(left % 62)] + text;
        Assert.True(ApiKeyFormat.TryRead(Head + text, out _, out _));
    }

    [Fact]
    public void Every_other_character_at_every_place_is_a_typo_that_is_found()
    {
        var text = NewText();
        for (var i = 0; i < text.Length; i++)
            foreach (var c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_- \u0131\uFF10\0")
                if (c != text[i])
                    Assert.False(ApiKeyFormat.TryRead(text.Remove(i, 1).Insert(i, c.ToString()), out _, out _), $"{i} {c}");
        for (var i = 1; i < text.Length; i++)
            if (text[i] != text[i - 1])
                Assert.False(ApiKeyFormat.TryRead(text.Remove(i, 1).Insert(i - 1, text[i].ToString()), out _, out _), $"{i}");
        for (var i = 0; i <= text.Length; i++)
            Assert.False(i < text.Length && ApiKeyFormat.TryRead(text.AsSpan(0, i), out _, out _));
        Assert.False(ApiKeyFormat.TryRead(text + "0", out _, out _));
    }

    [Fact]
    public void S11_No_string_throws_and_none_passes_that_is_no_key()
    {
        var near = Gen.Select(Gen.Int[0, 90], Gen.Char, Gen.Int[0, 5]).Array[0, 4].Select(changes =>
        {
            var text = NewText();
            foreach (var (at, c, how) in changes)
            {
                var place = Math.Min(at, text.Length);
                text = how switch
                {
                    0 => text[..place],
                    1 => text.Insert(place, c.ToString()),
                    2 when place < text.Length => text.Remove(place, 1),
                    3 => text.ToUpperInvariant(),
                    4 => text + text,
                    _ when place < text.Length => text.Remove(place, 1).Insert(place, c.ToString()),
                    _ => text,
                };
            }

            return text;
        });
        var form = new Regex("^" + ApiKeyFormat.Pattern + "$", RegexOptions.CultureInvariant);
        var good = 0;
        Gen.OneOf(near, Gen.String[0, 100], Gen.String[ApiKeyFormat.Length, ApiKeyFormat.Length]).Sample(
            text =>
            {
                var isKey = ApiKeyFormat.TryRead(text, out var id, out _);
                if (isKey)
                    Interlocked.Increment(ref good);
                return isKey ? form.IsMatch(text) && text.Contains(id!, StringComparison.Ordinal) : id is null;
            },
            iter: Rounds);
        Assert.NotEqual(0, good);
    }
}
