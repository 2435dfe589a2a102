using System.Text.Json.Nodes;
using static Cks.Auth.TokenRejectionReason;

namespace Cks.Auth.Tests;

[Collection(nameof(CaseCollection))]
public sealed class EncodingCases(CaseLab lab)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Fact]
    public void Case17_a_signature_of_another_length() => lab.Refuses(17, SignatureInvalid);

    [Fact]
    public void Case18_padding() => lab.Refuses(18, Malformed);

    [Fact]
    public void Case19_a_last_character_with_unused_bits()
    {
        lab.Refuses(19, Malformed);
        // All 63 other last characters: none of them gives the same bytes.
        var good = CaseLab.Good(lab.Oidc);
        foreach (var last in Alphabet.Where(c => c != good[^1]))
            lab.Refuses(good[..^1] + last, IsCanonical(last) ? SignatureInvalid : Malformed);

        bool IsCanonical(char last) => (Alphabet.IndexOf(last, StringComparison.Ordinal) & (good.Split('.')[2].Length % 4 == 2 ? 0b1111 : 0b11)) == 0;
    }

    [Fact]
    public void Case20_another_alphabet_and_white_space() => lab.Refuses(20, Malformed);

    [Fact]
    public void Case56_bytes_after_the_claims() => lab.Refuses(56, Malformed);

    [Fact]
    public void Case57_what_is_no_JSON_or_no_text_or_nested_deeply() => lab.Refuses(57, Malformed);

    [Fact]
    public void Case58_claims_that_are_no_object() => lab.Refuses(58, Malformed);

    [Fact]
    public void Case59_a_token_in_a_token() => lab.Refuses(59, UnsupportedType, Malformed);

    [Fact]
    public void Case81_parts_that_are_not_three() => lab.Refuses(81, Malformed, TooLarge);

    [Fact]
    public void Case82_a_token_that_is_too_large()
    {
        lab.Refuses(82, TooLarge);
        // As much as fits: many claims with long names, and one with escapes.
        var claims = new JsonObject(Enumerable.Range(0, 100).Select(i => KeyValuePair.Create<string, JsonNode?>($"https://claims.example/number/{i}", i))) { ["\u00fc"] = 1, ["iss"] = "https://nobody.example" };
        Assert.Null(lab.Complaint(new(82, "many long names", lab.Oidc.Mint("ada", "portal", claims: claims), IssuerUnknown)));
    }

    [Fact]
    public void Case83_an_encrypted_token() => lab.Refuses(83, Malformed);

    [Fact]
    public void Case84_an_encrypted_token_that_unpacks_to_more() => lab.Refuses(84, Malformed);

    [Fact]
    public void Case85_a_password_that_takes_long_to_try() => lab.Refuses(85, Malformed, UnsupportedAlgorithm);

    [Fact]
    public void Case86_a_JWS_in_JSON() => lab.Refuses(86, Malformed);
}
