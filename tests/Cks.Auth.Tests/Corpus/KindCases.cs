using System.Text.Json.Nodes;
using Cks.Testing;
using static Cks.Auth.TokenRejectionReason;

namespace Cks.Auth.Tests;

[Collection(nameof(CaseCollection))]
public sealed class KindCases(CaseLab lab)
{
    [Fact]
    public void Case38_a_machine_or_a_template_is_no_session() => lab.Refuses(38, TokenClass, MissingClaim);

    [Fact]
    public void Case39_an_ID_token_or_an_OAuth_token_is_no_session()
    {
        lab.Refuses(39, TokenClass, UnsupportedType, MissingClaim);
        // And a session is no access token.
        lab.Refuses(lab.Rfc9068.MintClerkSession(CaseLab.User, CaseLab.Party), UnsupportedType);
        lab.Refuses(lab.Oidc.MintClerkSession(CaseLab.User, CaseLab.Party), AudienceInvalid);
    }

    [Fact]
    public async Task Case77_what_was_revoked_is_refused_whether_it_was_seen_before_or_not()
    {
        var ct = TestContext.Current.CancellationToken;
        foreach (var (name, revoke) in new (string, Func<IRevocations, string, ValueTask>)[]
        {
            ("session", (r, issuer) => r.EndSessionAsync(issuer, "session", ct)),
            ("token", (r, issuer) => r.RevokeTokenAsync(issuer, "token", AuthHost.Start.AddHours(1), ct)),
            ("barred", (r, issuer) => r.BarSubjectAsync(issuer, "barred", ct)),
            ("everywhere", (r, issuer) => r.SignOutEverywhereAsync(issuer, "everywhere", ct)),
        })
        {
            string seen = Mint(lab.Oidc, name, "seen"), fresh = Mint(lab.Oidc, name, "fresh"), elsewhere = Mint(lab.Elliptic, name, "seen");
            lab.Accepts(seen);
            await lab.RevokeAsync(r => revoke(r, lab.Oidc.Issuer));

            // A remembered one costs nothing; a new one has been verified and read before it is held against what was revoked.
            Assert.Equal(0, lab.CostOfRefusing(seen, Revoked));
            Assert.InRange(lab.CostOfRefusing(fresh, Revoked), 1, 2048);
            // The same names at another issuer are somebody else (S02).
            lab.Accepts(elsewhere);
        }

        static string Mint(TokenForge forge, string name, string note) => forge.Mint(name, "portal", claims: new() { ["sid"] = name, ["jti"] = name, ["note"] = note });
    }

    [Fact]
    public void Case78_who_acts_for_another_is_barred_unless_allowed()
    {
        lab.Refuses(78, ImpersonationDenied, Malformed);
        var outcome = lab.Ask(
            lab.Clerk.MintClerkSession(CaseLab.User, CaseLab.Party, claims: new() { ["act"] = new JsonObject { ["sub"] = "user_2" } }),
            o => o.AddClerk(lab.Clerk.Issuer, i =>
            {
                (i.Jwks, i.AllowImpersonation) = (lab.Clerk.Jwks(), true);
                i.AuthorizedParties.Add(CaseLab.Party);
            }));
        Assert.True(outcome.Token?.IsImpersonated);
        Assert.Equal("user_2", ClerkClaims.Read(outcome.Token!).Actor?.Subject);
    }

    [Fact]
    public void Case79_a_session_that_waits_is_barred_and_an_age_of_another_shape_proves_nothing()
    {
        lab.Refuses(79, SessionPending, MalformedClaim);
        foreach (var age in new JsonNode[] { new JsonArray(1, 2, 3), new JsonArray(1, -2), "1,2", new JsonArray(1) })
            Assert.Null(ClerkClaims.Read(Clerk(new() { ["fva"] = age })).FactorAge);
        Assert.Equal(new ClerkFactorAge(5, null), ClerkClaims.Read(Clerk([])).FactorAge);
    }

    [Theory]
    [InlineData("active", true)]
    [InlineData("pending", true)]
    [InlineData("revoked", false)]
    [InlineData("Pending", false)]
    public void Case79_where_sessions_may_wait_a_state_that_is_neither_is_barred_all_the_same(string status, bool isAccepted)
    {
        var outcome = lab.Ask(
            lab.Clerk.MintClerkSession(CaseLab.User, CaseLab.Party, claims: new() { ["sts"] = status }),
            o => o.AddClerk(lab.Clerk.Issuer, i =>
            {
                (i.Jwks, i.AllowPendingSessions) = (lab.Clerk.Jwks(), true);
                i.AuthorizedParties.Add(CaseLab.Party);
            }));
        Assert.Equal(isAccepted ? null : SessionPending, outcome.Reason);
    }

    [Theory]
    [InlineData("o:a,b", "x", "1")]
    [InlineData("o:a", "x", "2")]
    [InlineData("o:a", "x", "1606938044258990275541962092341162602522202993782792835301376")]
    [InlineData("o:a", "x", "-1")]
    [InlineData("o:a", "x", "0x1")]
    public void Case80_permissions_with_a_mistake_are_none(string features, string names, string masks)
    {
        var claims = ClerkClaims.Read(Clerk(new() { ["fea"] = features, ["o"] = new JsonObject { ["id"] = "org_1", ["per"] = names, ["fpm"] = masks } }));
        Assert.Empty(claims.Permissions);
        Assert.True(claims.Malformed.HasFlag(ClerkClaimParts.Permissions));
    }

    [Fact]
    public void Case89_a_token_that_is_bound_to_a_key_is_nothing_without_the_proof() => lab.Refuses(89, ProofRequired);

    private ValidatedToken Clerk(JsonObject claims) => lab.Accepts(lab.Clerk.MintClerkSession(CaseLab.User, CaseLab.Party, claims: claims));
}
