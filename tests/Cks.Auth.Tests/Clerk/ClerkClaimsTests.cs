using System.Text;

namespace Cks.Auth.Tests;

public sealed class ClerkClaimsTests
{
    [Fact]
    public void A_token_of_version_2_says_everything()
    {
        var claims = Read("""
            {"v":2,"o":{"id":"org_1","slg":"acme","rol":"admin","per":"manage,read","fpm":"3,2"},"fea":"o:dashboard,u:export,uo:teams","pla":"o:pro","sts":"active","fva":[7,-1],
            "act":{"sub":"user_2","iss":"https://dash.example","sid":"sess_2","type":"agent"}}
            """);

        Assert.Equal(2, claims.Version);
        Assert.Equal(new ClerkOrganization("org_1", "acme", "org:admin"), claims.Organization);
        Assert.Equal(["org:dashboard:manage", "org:dashboard:read", "org:teams:read"], claims.Permissions.Order(StringComparer.Ordinal));
        Assert.Equal(
            [new(ClerkScope.Organization, "dashboard"), new(ClerkScope.User, "export"), new(ClerkScope.User | ClerkScope.Organization, "teams")],
            claims.Features);
        Assert.Equal(new ClerkPlan(ClerkScope.Organization, "pro"), claims.Plan);
        Assert.Equal(ClerkSessionStatus.Active, claims.SessionStatus);
        Assert.Equal(new ClerkFactorAge(7, null), claims.FactorAge);
        Assert.Equal(new ClerkActor("user_2", "https://dash.example", "sess_2", "agent"), claims.Actor);
        Assert.Equal(ClerkClaimParts.None, claims.Malformed);
    }

    [Fact]
    public void A_token_of_version_1_says_less()
    {
        var claims = Read("""{"org_id":"org_1","org_slug":"acme","org_role":"org:admin","org_permissions":["org:invoices:create"],"fva":[0,0],"o":{"id":"org_2"}}""");

        Assert.Equal(1, claims.Version);
        Assert.Equal(new ClerkOrganization("org_1", "acme", "org:admin"), claims.Organization);
        Assert.Equal(["org:invoices:create"], claims.Permissions);
        Assert.Equal(new ClerkFactorAge(0, 0), claims.FactorAge);
        Assert.Empty(claims.Features);
        Assert.Null(claims.Plan);
        Assert.Null(claims.SessionStatus);
        Assert.Null(claims.Actor);
        Assert.Equal(ClerkClaimParts.None, claims.Malformed);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"v":2}""")]
    [InlineData("""{"v":2,"o":null,"fea":null,"pla":null,"sts":null,"fva":null,"act":null}""")]
    [InlineData("""{"v":2,"fea":"","pla":""}""")]
    [InlineData("""{"org_permissions":["org:a:b"]}""")]
    public void Who_works_for_themselves_has_no_organization_and_no_permissions(string json)
    {
        var claims = Read(json);
        Assert.Null(claims.Organization);
        Assert.Empty(claims.Permissions);
        Assert.Null(claims.FactorAge);
        Assert.Equal(ClerkClaimParts.None, claims.Malformed);
    }

    [Theory]
    [InlineData("""{"v":3,"o":{"id":"org_1"},"org_id":"org_1"}""")]
    [InlineData("""{"v":"2","o":{"id":"org_1"},"org_id":"org_1"}""")]
    [InlineData("""{"v":2.0,"o":{"id":"org_1"},"org_id":"org_1"}""")]
    [InlineData("""{"v":-2,"o":{"id":"org_1"},"org_id":"org_1"}""")]
    public void A_version_that_nobody_knows_says_nothing_about_organizations(string json)
    {
        var claims = Read(json);
        Assert.Equal((0, ClerkClaimParts.Version), (claims.Version, claims.Malformed));
        Assert.Null(claims.Organization);
    }

    [Theory]
    [InlineData("\"org_1\"")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":1}""")]
    [InlineData("""{"id":"a\u0000"}""")]
    [InlineData("""{"slg":"acme"}""")]
    [InlineData("""{"id":"org_1","id":"org_2"}""")]
    [InlineData("""{"id":"org_1","\u0069d":"org_2"}""")]
    [InlineData("""{"id":"org_1","x":1,"x":2}""")]
    [InlineData("""{"id":"org_1","slg":7}""")]
    [InlineData("""{"id":"org_1","rol":["admin"]}""")]
    [InlineData("""{"id":"org_1","rol":"a b"}""")]
    [InlineData("""{"id":"org_1","rol":"org:org:admin"}""")]
    [InlineData("""{"id":"org_1","rol":"org:"}""")]
    public void An_organization_with_a_mistake_is_none(string organization)
    {
        var permissions = organization == "{}" ? "" : ",";
        var json = organization.Replace("}", permissions + "\"per\":\"x\",\"fpm\":\"1\"}", StringComparison.Ordinal);
        var claims = Read("{\"v\":2,\"fea\":\"o:a\",\"o\":" + json + "}");
        Assert.Null(claims.Organization);
        Assert.Empty(claims.Permissions);
        Assert.Equal(ClerkClaimParts.Organization, claims.Malformed);
    }

    [Theory]
    [InlineData("admin", "org:admin")]
    [InlineData("org:admin", "org:admin")]
    [InlineData("", null)]
    public void A_role_has_one_form(string role, string? normal)
    {
        Assert.Equal(normal, Read($$$"""{"v":2,"o":{"id":"org_1","rol":"{{{role}}}"}}""").Organization?.Role);
        Assert.Equal(normal, Read($$"""{"org_id":"org_1","org_role":"{{role}}"}""").Organization?.Role);
    }

    [Theory]
    [InlineData("[\"org:a\"]")]
    [InlineData("[\"a:b:c\"]")]
    [InlineData("[\"org:a:b:c\"]")]
    [InlineData("[\"org::b\"]")]
    [InlineData("[\"org:a:b\",1]")]
    [InlineData("[\"org:a:b\",null]")]
    [InlineData("[\"org:a:b\",\"org:a:b\"]")]
    [InlineData("[\"org:a:b\",[\"org:a:c\"]]")]
    [InlineData("\"org:a:b\"")]
    [InlineData("{\"org:a:b\":true}")]
    public void Written_permissions_with_a_mistake_are_none(string permissions)
    {
        var claims = Read($$"""{"org_id":"org_1","org_permissions":{{permissions}}}""");
        Assert.NotNull(claims.Organization);
        Assert.Empty(claims.Permissions);
        Assert.Equal(ClerkClaimParts.Permissions, claims.Malformed);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("[1,2,3]")]
    [InlineData("[]")]
    [InlineData("[1,-2]")]
    [InlineData("[1.0,2]")]
    [InlineData("[1e1,2]")]
    [InlineData("[\"1\",2]")]
    [InlineData("[null,2]")]
    [InlineData("[[1],2]")]
    [InlineData("[1,9999999999]")]
    [InlineData("{\"0\":1,\"1\":2}")]
    [InlineData("\"1,2\"")]
    [InlineData("5")]
    [InlineData("true")]
    public void Case79_an_age_of_another_shape_is_none_so_that_a_step_up_fails(string age)
    {
        var claims = Read($$"""{"v":2,"fva":{{age}}}""");
        Assert.Null(claims.FactorAge);
        Assert.Equal(ClerkClaimParts.FactorAge, claims.Malformed);
    }

    [Theory]
    [InlineData("\"expired\"", ClerkClaimParts.SessionStatus)]
    [InlineData("\"Active\"", ClerkClaimParts.SessionStatus)]
    [InlineData("true", ClerkClaimParts.SessionStatus)]
    [InlineData("[\"active\"]", ClerkClaimParts.SessionStatus)]
    public void A_status_that_nobody_knows_is_unknown(string status, ClerkClaimParts malformed)
    {
        var claims = Read($$"""{"v":2,"sts":{{status}}}""");
        Assert.Equal((ClerkSessionStatus.Unknown, malformed), (claims.SessionStatus, claims.Malformed));
        Assert.Equal(ClerkSessionStatus.Pending, Read("""{"v":2,"sts":"pending"}""").SessionStatus);
    }

    [Theory]
    [InlineData("pro")]
    [InlineData("x:pro")]
    [InlineData("o:")]
    [InlineData(":pro")]
    [InlineData("o:pro:max")]
    [InlineData("u:free,o:pro")]
    public void A_plan_with_a_mistake_is_none(string plan)
    {
        var claims = Read($$"""{"v":2,"pla":"{{plan}}"}""");
        Assert.Null(claims.Plan);
        Assert.Equal(ClerkClaimParts.Plan, claims.Malformed);
    }

    [Theory]
    [InlineData("\"user_2\"")]
    [InlineData("{}")]
    [InlineData("""{"iss":"https://dash.example"}""")]
    [InlineData("""{"sub":2}""")]
    [InlineData("""{"sub":""}""")]
    [InlineData("""{"sub":"user_2","sub":"user_3"}""")]
    [InlineData("""{"sub":"user_2","sid":{}}""")]
    public void An_actor_with_a_mistake_is_none(string actor)
    {
        var claims = Read($$"""{"v":2,"act":{{actor}}}""");
        Assert.Null(claims.Actor);
        Assert.Equal(ClerkClaimParts.Actor, claims.Malformed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"v\":2")]
    [InlineData("{\"v\":2}x")]
    [InlineData("{\"v\":2,\"v\":2}")]
    [InlineData("{\"sts\":\"\\ud800\"}")]
    public void Claims_that_are_no_object_say_nothing(string json)
    {
        var claims = Read(json);
        Assert.Equal((0, (ClerkClaimParts)255), (claims.Version, claims.Malformed));
        Assert.Null(claims.Organization);
        Assert.Empty(claims.Permissions);
    }

    [Fact]
    public void A_restored_token_has_none_of_it()
    {
        Assert.True(ValidatedToken.TryRestore("https://clerk.example", "user_1", null, default, default, out var token));
        Assert.Null(ClerkClaims.Read(token).Organization);
        Assert.Throws<ArgumentNullException>(() => ClerkClaims.Read((ValidatedToken)null!));
    }

    private static ClerkClaims Read(string json) => ClerkClaims.Read(Encoding.UTF8.GetBytes(json));
}
