using System.Buffers.Text;
using System.Text;
using CsCheck;

namespace Cks.Auth.Tests;

public sealed class TokenFuzzTests(ForgeFixture fixture) : IClassFixture<ForgeFixture>
{
    [Fact]
    public async Task A_changed_token_is_never_valid()
    {
        var good = fixture.Forge.Mint("user-1", "portal");
        await Gen.Select(Gen.Int[0, good.Length - 1], Gen.Char['!', '~']).Array[1, 3].SampleAsync(
            async changes =>
            {
                var characters = good.ToCharArray();
                foreach (var (at, character) in changes)
                    characters[at] = character;
                var changed = new string(characters);
                return (await fixture.Host.ValidateAsync(changed)).IsValid == (changed == good);
            },
            iter: 20_000);
    }

    [Fact]
    public async Task A_flipped_bit_in_any_part_is_never_valid()
    {
        var parts = fixture.Forge.Mint("user-1", "portal").Split('.').Select(p => Base64Url.DecodeFromChars(p)).ToArray();
        await Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1_000_000]).SampleAsync(
            async (part, at) =>
            {
                var copy = parts.Select(p => p.ToArray()).ToArray();
                var bit = at % (copy[part].Length * 8);
                copy[part][bit / 8] ^= (byte)(1 << (bit % 8));
                return !(await fixture.Host.ValidateAsync(string.Join('.', copy.Select(c => Base64Url.EncodeToString(c))))).IsValid;
            },
            iter: 10_000);
    }

    [Fact]
    public async Task Text_of_any_kind_is_refused_without_an_exception() =>
        await Gen.String.SampleAsync(async text => !(await fixture.Host.ValidateAsync(text)).IsValid, iter: 20_000);

    [Fact]
    public async Task Signed_payloads_that_are_almost_JSON_are_refused_without_an_exception()
    {
        var fragments = Gen.OneOf("{", "}", "[", "]", ",", ":", "\"", "\"iss\"", "\"sub\"", "\"exp\"", "\"aud\"", "1", "-1", "1e400", "null", "true", "\\u0000", "\"\\ud800\"", " ", "x");
        await fragments.Array[0, 40].SampleAsync(
            async pieces => !(await fixture.Host.ValidateAsync(fixture.Forge.Sign(fixture.Forge.Header(), string.Concat(pieces)))).IsValid,
            iter: 1_000);
    }

    [Fact]
    public async Task Random_bytes_as_header_or_payload_are_refused_without_an_exception()
    {
        var good = fixture.Forge.Mint("user-1", "portal").Split('.');
        await Gen.Select(Gen.Byte.Array[0, 300], Gen.Bool).SampleAsync(
            async (bytes, header) =>
            {
                var part = Base64Url.EncodeToString(bytes);
                return !(await fixture.Host.ValidateAsync(header ? $"{part}.{good[1]}.{good[2]}" : $"{good[0]}.{part}.{good[2]}")).IsValid;
            },
            iter: 20_000);
    }

    [Fact]
    public void Base64url_accepts_exactly_what_encoding_gives() =>
        Gen.OneOf(Gen.Byte.Array[0, 12].Select(b => Base64Url.EncodeToString(b)), Gen.Char[' ', '~'].Array[0, 8].Select(c => new string(c))).Sample(
            text => StrictBase64Url.TryDecode(text, out var bytes) ? Base64Url.EncodeToString(bytes) == text : !IsEncoding(text),
            iter: 50_000);

    private static bool IsEncoding(string text)
    {
        try
        {
            return Base64Url.EncodeToString(Base64Url.DecodeFromUtf8(Encoding.ASCII.GetBytes(text))) == text;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
