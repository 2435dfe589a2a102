using System.Text.Json.Nodes;
using static Cks.Auth.TokenRejectionReason;

namespace Cks.Auth.Tests;

[Collection(nameof(CaseCollection))]
public sealed class HeaderCases(CaseLab lab)
{
    [Fact]
    public void Case21_kid_unknown() => lab.Refuses(21, KeyUnknown);

    [Fact]
    public void Case22_kid_missing_is_accepted_only_where_there_is_one_key()
    {
        lab.Refuses(22, KeyUnknown);
        lab.Accepts(lab.Clerk.Sign(lab.Clerk.ClerkHeader(new() { ["kid"] = null }), lab.Clerk.ClerkPayload(CaseLab.User, CaseLab.Party)));
    }

    [Fact]
    public void Case23_kid_in_another_case() => lab.Refuses(23, KeyUnknown);

    [Fact]
    public void Case24_kid_a_path() => lab.Refuses(24, KeyUnknown);

    [Fact]
    public void Case25_kid_with_SQL_or_LDAP() => lab.Refuses(25, KeyUnknown);

    [Fact]
    public void Case26_kid_no_text_or_too_long() => lab.Refuses(26, Malformed);

    [Fact]
    public void Case27_the_key_of_one_issuer_says_nothing_about_another()
    {
        lab.Refuses(27, KeyUnknown, SignatureInvalid);
        // Both are trusted here, and both have a key of this name.
        Assert.Contains(lab.Rfc9068.KeyId, lab.Oidc.PublishedKeyIds);
        lab.Refuses(lab.Rfc9068.Mint("ada", "portal", claims: new() { ["iss"] = lab.Oidc.Issuer }), SignatureInvalid);
    }

    [Fact]
    public void Case29_the_attackers_key_in_the_header() => lab.Refuses(29, SignatureInvalid);

    [Fact]
    public void Case30_an_address_in_the_header_is_never_asked()
    {
        lab.Refuses(30, SignatureInvalid);
        foreach (var member in new[] { "jku", "x5u" })
            lab.Accepts(With(member, $"{lab.Oidc.Issuer}/attacker"));
    }

    [Fact]
    public void Case31_a_certificate_in_the_header_says_nothing()
    {
        lab.Refuses(31, SignatureInvalid);
        lab.Accepts(With("x5c", new JsonArray("MIIB")));
        lab.Accepts(With("x5t", "AAAA"));
    }

    [Fact]
    public void Case32_crit_naming_an_extension() => lab.Refuses(32, CriticalHeader);

    [Fact]
    public void Case33_crit_in_any_other_form() => lab.Refuses(33, CriticalHeader);

    [Fact]
    public void Case34_b64() => lab.Refuses(34, CriticalHeader);

    [Fact]
    public void Case35_the_type_of_another_kind_of_token() => lab.Refuses(35, UnsupportedType);

    [Theory]
    [InlineData("jwt")]
    [InlineData("JWT")]
    [InlineData("application/jwt")]
    [InlineData("Application/JWT")]
    public void Case36_a_type_is_compared_without_case_and_prefix(string type)
    {
        lab.Accepts(With("typ", type));
        lab.Accepts(lab.Clerk.Sign(lab.Clerk.ClerkHeader(new() { ["typ"] = type }), lab.Clerk.ClerkPayload(CaseLab.User, CaseLab.Party)));
        var access = type.Replace("jwt", "at+JWT", StringComparison.OrdinalIgnoreCase);
        lab.Accepts(lab.Rfc9068.Sign(lab.Rfc9068.AccessTokenHeader(new() { ["typ"] = access }), lab.Rfc9068.AccessTokenPayload("ada", "portal")));
    }

    [Fact]
    public void Case37_a_type_is_missing_only_where_old_tokens_have_none()
    {
        lab.Refuses(37, UnsupportedType);
        lab.Accepts(lab.Clerk.Sign(lab.Clerk.ClerkHeader(new() { ["typ"] = null, ["cat"] = null }), lab.Clerk.ClerkPayload(CaseLab.User, CaseLab.Party, version: 1)));
    }

    [Fact]
    public void Case53_alg_twice() => lab.Refuses(53, DuplicateMember);

    private string With(string member, JsonNode value) => lab.Oidc.Sign(lab.Oidc.Header(new() { [member] = value }), lab.Oidc.Payload("ada", "portal"));
}
