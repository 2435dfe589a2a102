using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Core.Tests;

public sealed class SecretTests
{
    private const string Value = "correct horse battery staple";

    private sealed record Settings(string Name, Secret<string> Password);

    [Fact]
    public void An_overlap_without_end_is_one()
    {
        using var secret = new Secret<string>("one");
        secret.Rotate("two", TimeSpan.MaxValue);
        Assert.Equal(["two", "one"], secret.RevealAccepted());
    }

    [Fact]
    public void It_never_prints()
    {
        var secret = new Secret<string>(Value);
        Assert.Equal("(secret)", secret.ToString());
        Assert.Equal("(secret)", $"{secret}");
        Assert.DoesNotContain(Value, new Settings("db", secret).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Value, string.Format(System.Globalization.CultureInfo.InvariantCulture, "{0:x}", secret), StringComparison.Ordinal);
        Assert.Equal("(secret)", new Secret<byte[]>([1, 2, 3]).ToString());
    }

    [Fact]
    public void It_is_not_serialized()
    {
        var secret = new Secret<string>(Value);
        secret.Rotate(Value + "2", TimeSpan.FromHours(1));
        foreach (var options in (JsonSerializerOptions[])[new(), new() { IncludeFields = true }, new(JsonSerializerDefaults.Web)])
        {
            Assert.Equal("{}", JsonSerializer.Serialize(secret, options));
            Assert.DoesNotContain("horse", JsonSerializer.Serialize(new Settings("db", secret), options), StringComparison.Ordinal);
            Assert.DoesNotContain("horse", JsonSerializer.Serialize<object>(secret, options), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_that_walks_over_properties_or_a_debugger_finds_the_value()
    {
        Assert.Empty(typeof(Secret<string>).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static));
        Assert.Empty(typeof(Secret<string>).GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static));
        Assert.Equal("(secret)", typeof(Secret<string>).GetCustomAttribute<DebuggerDisplayAttribute>()!.Value);
        var view = Type.GetType(typeof(Secret<string>).GetCustomAttribute<DebuggerTypeProxyAttribute>()!.ProxyTypeName, throwOnError: true)!;
        Assert.DoesNotContain(view.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly), m => m is FieldInfo or PropertyInfo);
    }

    [Fact]
    public void No_exception_names_the_value()
    {
        var secret = new Secret<string>(Value);
        Assert.Throws<ArgumentException>(() => new Secret<string>(""));
        Assert.Throws<ArgumentException>(() => new Secret<byte[]>([]));
        Assert.DoesNotContain(Value, Assert.Throws<ArgumentOutOfRangeException>(() => secret.Rotate(Value, TimeSpan.FromSeconds(-1))).ToString(), StringComparison.Ordinal);
        secret.Dispose();
        Assert.DoesNotContain(Value, Assert.Throws<ObjectDisposedException>(secret.Reveal).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_versions_live_for_the_overlap_and_one_after_it()
    {
        var clock = new FakeTimeProvider();
        var secret = new Secret<string>("one", clock);
        Assert.Equal(["one"], secret.RevealAccepted());
        secret.Rotate("two", TimeSpan.FromHours(1));
        Assert.Equal("two", secret.Reveal());
        Assert.Equal(["two", "one"], secret.RevealAccepted());
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["two"], secret.RevealAccepted());
        secret.Rotate("three", TimeSpan.FromHours(1));
        secret.Rotate("four", TimeSpan.FromHours(1));
        Assert.Equal(["four", "three"], secret.RevealAccepted());
        secret.Rotate("five", TimeSpan.Zero);
        Assert.Equal(["five"], secret.RevealAccepted());
        Assert.False(secret.Matches("four"));
    }

    [Fact]
    public void It_matches_its_live_versions_and_nothing_else() =>
        Gen.Select(Gen.String[1, 20], Gen.String[1, 20], Gen.String[0, 20]).Sample((one, two, other) =>
        {
            var secret = new Secret<string>(one);
            secret.Rotate(two, TimeSpan.FromHours(1));
            return secret.Matches(one) && secret.Matches(two) && secret.Matches(other) == (other == one || other == two) && !secret.Matches(null) && secret.Matches(two + "x") == (one == two + "x");
        });

    [Fact]
    public void Bytes_match_their_live_versions_and_nothing_else() =>
        Gen.Select(Gen.Byte.Array[1, 40], Gen.Byte.Array[0, 40], Gen.Int[0, 319]).Sample((value, other, bit) =>
        {
            var secret = new Secret<byte[]>(value);
            var flipped = value.ToArray();
            flipped[bit / 8 % value.Length] ^= (byte)(1 << (bit % 8));
            return secret.Matches(value) && !secret.Matches(flipped) && secret.Matches(other) == value.AsSpan().SequenceEqual(other);
        });

    [Fact]
    public void Bytes_are_copied_in_and_out()
    {
        byte[] given = [1, 2, 3];
        var secret = new Secret<byte[]>(given);
        given[0] = 9;
        secret.Reveal()[1] = 9;
        Assert.Equal([1, 2, 3], secret.Reveal());
    }

    [Fact]
    public void The_own_copy_is_overwritten_when_it_ends()
    {
        var secret = new Secret<byte[]>([1, 2, 3]);
        var first = OwnCopy(secret);
        secret.Rotate([4, 5, 6], TimeSpan.FromHours(1));
        var second = OwnCopy(secret);
        Assert.Equal([1, 2, 3], first);
        secret.Rotate([7, 8, 9], TimeSpan.Zero);
        Assert.Equal([0, 0, 0, 0, 0, 0], (byte[])[.. first, .. second]);
        var third = OwnCopy(secret);
        secret.Dispose();
        secret.Dispose();
        Assert.Equal([0, 0, 0], third);
        Assert.Throws<ObjectDisposedException>(() => secret.RevealAccepted());
        Assert.Throws<ObjectDisposedException>(() => secret.Rotate([1], TimeSpan.Zero));
    }

    [Fact]
    public async Task Readers_see_whole_versions_and_never_zeros_while_it_rotates_and_ends()
    {
        var secret = new Secret<byte[]>(Filled(1));
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            try
            {
                while (true)
                    foreach (var version in secret.RevealAccepted())
                        Assert.True(version[0] != 0 && !version.AsSpan().ContainsAnyExcept(version[0]));
            }
            catch (ObjectDisposedException)
            {
            }
        })).ToArray();
        for (var i = 0; i < 20_000; i++)
            secret.Rotate(Filled((byte)((i % 255) + 1)), i % 3 == 0 ? TimeSpan.Zero : TimeSpan.FromHours(1));
        secret.Dispose();
        await Task.WhenAll(readers);
    }

    private static byte[] Filled(byte value) => [.. Enumerable.Repeat(value, 256)];

    private static byte[] OwnCopy(Secret<byte[]> secret)
    {
        var versions = typeof(Secret<byte[]>).GetField("_versions", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(secret)!;
        return (byte[])versions.GetType().GetProperty("Current")!.GetValue(versions)!;
    }
}
