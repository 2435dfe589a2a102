using System.Numerics;
using Cks.Testing;
using CsCheck;

namespace Cks.Auth.Tests;

public sealed class ClerkIdTests
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly BigInteger Largest = (BigInteger.One << 160) - 1;

    [Fact]
    public void The_id_of_the_documentation_was_made_in_june_of_2023()
    {
        Assert.True(ClerkId.TryReadTime("user_2RfWKJREkjKbHZy0Wqa5qrHeAnb", out var time));
        Assert.Equal(new DateOnly(2023, 6, 24), DateOnly.FromDateTime(time.UtcDateTime));
    }

    [Theory]
    [InlineData("sess_000000000000000000000000000", 0)]
    [InlineData("sess_aWgEPTl1tmebfsQzFP4bxwgy80V", uint.MaxValue)] // the greatest KSUID there is
    public void The_first_and_the_last_id_are_read(string id, long seconds)
    {
        Assert.True(ClerkId.TryReadTime(id, out var time));
        Assert.Equal(ClerkId.Epoch + seconds, time.ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData("")]
    [InlineData("sess_")]
    [InlineData("sess_123")]
    [InlineData("_2RfWKJREkjKbHZy0Wqa5qrHeAnb")]
    [InlineData("2RfWKJREkjKbHZy0Wqa5qrHeAnb")]
    [InlineData("sess-2RfWKJREkjKbHZy0Wqa5qrHeAnb")]
    [InlineData("Sess_2RfWKJREkjKbHZy0Wqa5qrHeAnb")]
    [InlineData("sess_2RfWKJREkjKbHZy0Wqa5qrHeAn")]
    [InlineData("sess_2RfWKJREkjKbHZy0Wqa5qrHeAnbb")]
    [InlineData("sess_2RfWKJREkjKbHZy0Wqa5qrHeAn-")]
    [InlineData("sess_2RfWKJREkjKbHZy0Wqa5qrHeAn\u0661")]
    [InlineData("sess_aWgEPTl1tmebfsQzFP4bxwgy80W")] // one more than 160 bits hold
    [InlineData("sess_zzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("sessionsessionses_2RfWKJREkjKbHZy0Wqa5qrHeAnb")]
    public void What_is_no_such_id_tells_no_time(string id)
    {
        Assert.False(ClerkId.TryReadTime(id, out var time));
        Assert.Equal(default, time);
    }

    [Fact]
    public void An_id_of_the_test_kit_tells_its_time() =>
        Gen.Select(Gen.UInt, Gen.ULong).Sample((seconds, number) =>
        {
            var made = DateTimeOffset.FromUnixTimeSeconds(ClerkId.Epoch + seconds);
            return ClerkId.TryReadTime(ClerkIds.Make("sess", made, number), out var time) && time == made;
        });

    [Fact]
    public void Digits_are_read_as_arithmetic_says() =>
        Gen.Select(Gen.Char[Base62].Array[27], Gen.Bool).Sample((digits, small) =>
        {
            if (small)
                digits[0] = '1';
            var value = digits.Aggregate(BigInteger.Zero, (sum, d) => (sum * 62) + Base62.IndexOf(d, StringComparison.Ordinal));
            var read = ClerkId.TryReadTime($"user_{new string(digits)}", out var time);
            return read == (value <= Largest) && (!read || time.ToUnixTimeSeconds() == ClerkId.Epoch + (long)(value >> 128));
        });
}
