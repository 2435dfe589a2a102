using System.Text.Json.Nodes;
using static Cks.Auth.TokenRejectionReason;

namespace Cks.Auth.Tests;

[Collection(nameof(CaseCollection))]
public sealed class ClaimCases(CaseLab lab)
{
    private readonly long _now = lab.Oidc.Now;

    [Fact]
    public void Case54_sub_twice() => lab.Refuses(54, DuplicateMember);

    [Fact]
    public void Case55_another_member_twice() => lab.Refuses(55, DuplicateMember);

    [Fact]
    public void Case60_exp_missing() => lab.Refuses(60, MissingClaim);

    [Fact]
    public void Case61_exp_a_string() => lab.Refuses(61, MalformedClaim);

    [Fact]
    public void Case62_a_fraction_of_a_second_is_cut_off() =>
        Assert.Equal(_now + 60, lab.Accepts(Oidc(new() { ["exp"] = _now + 60.75 })).ExpiresAt.ToUnixTimeSeconds());

    [Fact]
    public void Case63_exp_no_number_or_beyond_all_dates() => lab.Refuses(63, MalformedClaim);

    [Fact]
    public void Case64_exp_long_ago() => lab.Refuses(64, Expired);

    [Fact]
    public void Case65_exp_too_far() => lab.Refuses(65, MalformedClaim, LifetimeTooLong);

    [Theory]
    [InlineData(0, false, 0)]
    [InlineData(0, true, 0)]
    [InlineData(-1, false, 1)]
    [InlineData(-1, true, 1)]
    public void Case66_exp_is_judged_to_the_second(int early, bool clerk, int remaining)
    {
        lab.Refuses(66, Expired);
        var skew = clerk ? 5 : 30;
        var exp = _now - skew - early;
        var token = clerk ? Clerk(new() { ["exp"] = exp, ["iat"] = exp - 60, ["nbf"] = exp - 60 }) : Oidc(new() { ["exp"] = exp, ["iat"] = exp - 60 });
        if (remaining > 0)
            lab.Accepts(token);
        else
            lab.Refuses(token, Expired);
    }

    [Fact]
    public void Case67_nbf_ahead()
    {
        lab.Refuses(67, NotYetValid, MalformedClaim);
        lab.Accepts(Oidc(new() { ["nbf"] = _now + 30 }));
        lab.Refuses(Oidc(new() { ["nbf"] = _now + 31 }), NotYetValid);
        lab.Accepts(Clerk(new() { ["nbf"] = _now + 5 }));
        lab.Refuses(Clerk(new() { ["nbf"] = _now + 6 }), NotYetValid);
    }

    [Fact]
    public void Case68_iat_ahead_or_missing()
    {
        lab.Refuses(68, IssuedInFuture, MissingClaim, MalformedClaim);
        lab.Accepts(Oidc(new() { ["iat"] = _now + 30 }));
        lab.Refuses(Oidc(new() { ["iat"] = _now + 31 }), IssuedInFuture);
        // OpenID Connect does not ask for it in access tokens; exp still has a limit.
        lab.Accepts(Oidc(new() { ["iat"] = null }));
    }

    [Fact]
    public void Case69_a_token_is_too_old_although_exp_is_far()
    {
        lab.Refuses(69, LifetimeTooLong);
        Assert.Equal(TooOld, Ask(_now - 631));
        Assert.Equal(TooOld, Ask(_now - 630));
        Assert.Null(Ask(_now - 629));
        Assert.Equal(MissingClaim, Ask(null));

        TokenRejectionReason? Ask(long? issued) => lab.Ask(
            Oidc(new() { ["iat"] = issued, ["exp"] = _now + 3600 }),
            o => o.AddKeys(lab.Oidc.Issuer, lab.Oidc.Jwks(), "portal", i => i.MaxAge = TimeSpan.FromMinutes(10))).Reason;
    }

    [Fact]
    public void Case70_iss_is_compared_character_by_character() => lab.Refuses(70, IssuerUnknown);

    [Fact]
    public void Case71_iss_missing_or_no_text() => lab.Refuses(71, MissingClaim, MalformedClaim);

    [Fact]
    public void Case72_aud_of_any_other_shape() => lab.Refuses(72, AudienceInvalid, MissingClaim);

    [Fact]
    public void Case73_aud_with_a_slash() => lab.Refuses(73, AudienceInvalid);

    [Fact]
    public void Case74_aud_is_compared_as_it_stands()
    {
        lab.Refuses(74, AudienceInvalid, TooLarge);
        lab.Accepts(Oidc(new() { ["aud"] = new JsonArray([.. Enumerable.Range(0, 500).Select(i => (JsonNode)$"a{i}"), "portal"]) }));
    }

    [Theory]
    [InlineData(PartyRule.RequireForHeader, TokenTransport.Header, false)]
    [InlineData(PartyRule.RequireForHeader, TokenTransport.Cookie, true)]
    [InlineData(PartyRule.Require, TokenTransport.Cookie, false)]
    [InlineData(PartyRule.RequireIfPresent, TokenTransport.Header, true)]
    public void Case75_azp_is_missing_only_where_the_rule_says_so(PartyRule rule, TokenTransport transport, bool accepted)
    {
        lab.Refuses(75, PartyNotAllowed, MalformedClaim);
        Assert.Equal(accepted ? null : PartyNotAllowed, Ask(null));
        Assert.Equal(PartyNotAllowed, Ask("https://other.example"));
        Assert.Null(Ask(CaseLab.Party));

        TokenRejectionReason? Ask(string? party) => lab.Ask(lab.Clerk.MintClerkSession(CaseLab.User, party), Configure, transport).Reason;

        void Configure(CksTokenOptions options) => options.AddClerk(lab.Clerk.Issuer, i =>
        {
            (i.Jwks, i.PartyRule) = (lab.Clerk.Jwks(), rule);
            i.AuthorizedParties.Add(CaseLab.Party);
        });
    }

    [Fact]
    public void Case76_sub_missing_no_text_or_no_person() => lab.Refuses(76, MissingClaim, MalformedClaim, TokenClass);

    private string Oidc(JsonObject claims) => lab.Oidc.Mint("ada", "portal", claims: claims);

    private string Clerk(JsonObject claims) => lab.Clerk.MintClerkSession(CaseLab.User, CaseLab.Party, claims: claims);
}
