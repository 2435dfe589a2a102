namespace Cks.Analyzers.Tests;

public sealed class RoleAnalyzerTests
{
    private const string Policy = """
        {
          "resources": { "orders": { "actions": ["view", "accept", "purge", "pay"] }, "jobs": { "actions": ["run", "stop", "plan", "list"] } },
          "roles": {
            "member": { "permit": [{ "id": "m", "actions": ["orders:view"] }] },
            "crew": { "inherits": ["member"], "permit": [{ "id": "c", "actions": ["orders:accept"], "when": { "status": ["new"] } }] },
            "center": { "inherits": ["member"], "permit": [{ "id": "d", "actions": ["orders:accept", "orders:pay"] }], "deny": [{ "id": "e", "actions": ["orders:pay"] }, { "id": "f", "actions": ["orders:accept"], "fields": ["x"] }] },
            "robot": { "permit": [{ "id": "r", "actions": ["jobs:*"] }] },
            "idle": {},
          },
        }
        """;

    [Theory]
    [InlineData("app.RequireRoles(\"crew\", \"center\");", "these roles and no others are permitted \"orders:accept\"")]
    [InlineData("app.RequireRoles([\"crew\", \"center\"]);", "these roles and no others are permitted \"orders:accept\"")]
    [InlineData("app.RequireRoles(\"member\");", "these roles are permitted \"orders:view\", and others are as well")]
    [InlineData("app.RequireRoles(\"center\");", "these roles are permitted \"orders:accept\", and others are as well")]
    [InlineData("app.RequireRoles(\"robot\");", "these roles and no others are permitted \"jobs:list\", \"jobs:plan\", \"jobs:run\", ...")]
    [InlineData("app.RequireAuthorization(p => p.RequireRole(\"crew\", \"center\"));", "these roles and no others are permitted \"orders:accept\"")]
    [InlineData("app.RequireAuthorization(p => p.RequireClaim(ClaimTypes.Role, \"crew\", \"center\"));", "these roles and no others are permitted \"orders:accept\"")]
    [InlineData("app.RequireAuthorization(new AuthorizeAttribute { Roles = \"crew, center\" });", "these roles and no others are permitted \"orders:accept\"")]
    public async Task Instead_of_a_list_of_roles_capabilities_that_they_share_are_named(string statement, string expected) => Assert.EndsWith($"Ask for what is done: {expected}", Assert.Single(await InAsync(statement)), StringComparison.Ordinal);

    [Fact]
    public async Task An_attribute_is_read_as_well() =>
        Assert.Equal(
            [
                "CKS007 Authorize(Roles = \"crew,center\") Ask for what is done: these roles and no others are permitted \"orders:accept\"",
                "CKS007 RequireRoles(\"robot\") Ask for what is done: these roles and no others are permitted \"jobs:list\", \"jobs:plan\", \"jobs:run\", ...",
            ],
            await Sources.FindAsync(
                """
                using Microsoft.AspNetCore.Authorization;
                namespace App;
                sealed class RequireRolesAttribute(params string[] roles) : AuthorizeAttribute { public string[] Listed => roles; }
                [Authorize(Roles = "crew,center")] class A { [RequireRoles("robot")] public void B() { } [Authorize("policy")] public void C() { } }
                """,
                Sources.File(Policy)));

    [Theory]
    [InlineData("app.RequireRoles(\"administrator\"); app.RequireRoles(\"crew\", \"administrator\");")]
    [InlineData("app.RequireRoles(\"idle\"); app.RequireRoles(\"crew\", \"robot\");")]
    [InlineData("app.RequireRoles(role); app.RequireRoles(\"crew\", role); app.RequireRoles(roles); app.RequireRoles();")]
    [InlineData("app.RequireAuthorization(p => p.RequireClaim(\"department\", \"crew\").RequireClaim(ClaimTypes.Role));")]
    [InlineData("app.RequireCaps(\"orders:view\"); app.RequireAuthorization(new AuthorizeAttribute { Policy = \"crew\" });")]
    public async Task Where_no_capability_is_theirs_or_nobody_sees_which_roles_they_are_nothing_is_said(string statement) => Assert.Empty(await InAsync(statement));

    [Fact]
    public async Task Without_a_policy_nothing_is_known_of_roles()
    {
        const string source = "class A { void B(RouteHandlerBuilder app) => app.RequireRoles(\"crew\"); }";

        Assert.Empty(await Sources.FindAsync(source));
        Assert.Single(await Sources.FindAsync(source, Sources.File("{", "broken.rbac.json")));
        Assert.Single(await Sources.FindAsync(source, Sources.File(Policy)));
    }

    [Fact]
    public async Task Roles_of_several_files_are_one_policy()
    {
        var more = Sources.File("""{ "roles": { "crew": { "permit": [{ "id": "x", "actions": ["jobs:run"] }] }, "loop": { "inherits": ["loop", "gone"] } } }""", "more.rbac.json");

        Assert.EndsWith("these roles and no others are permitted \"jobs:run\"", Assert.Single(await Sources.FindAsync("class A { void B(RouteHandlerBuilder app) => app.RequireRoles(\"crew\", \"robot\"); }", Sources.File(Policy), more)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_ = user.IsInRole(\"crew\");", "user.IsInRole(\"crew\") IsInRole")]
    [InlineData("_ = ((IPrincipal)user).IsInRole(role);", "((IPrincipal)user).IsInRole(role) IsInRole")]
    [InlineData("_ = user.HasClaim(ClaimTypes.Role, \"crew\");", "user.HasClaim(ClaimTypes.Role, \"crew\") HasClaim")]
    [InlineData("_ = user.HasClaim(\"role\", role);", "user.HasClaim(\"role\", role) HasClaim")]
    [InlineData("_ = user.HasClaim(c => c.Type == ClaimTypes.Role && c.Value == role);", "user.HasClaim(c => c.Type == ClaimTypes.Role && c.Value == role) HasClaim")]
    [InlineData("_ = new ClaimsIdentity().HasClaim(\"roles\", role);", "new ClaimsIdentity().HasClaim(\"roles\", role) HasClaim")]
    public async Task A_role_that_code_asks_for_is_found(string statement, string expected) =>
        Assert.Equal([$"CKS008 {expected} decides by a role; ask whether the subject is permitted a capability"], await InAsync(statement));

    [Theory]
    [InlineData("_ = user.HasClaim(\"department\", \"crew\"); _ = user.HasClaim(c => c.Type == \"department\"); _ = user.FindFirst(ClaimTypes.Role);")]
    [InlineData("_ = new Team().IsInRole(\"crew\"); _ = new Team().HasClaim(\"role\");")]
    public async Task Other_claims_and_other_methods_of_the_name_are_left_alone(string statement) => Assert.Empty(await InAsync(statement));

    private static Task<string[]> InAsync(string statement) => Sources.FindAsync(
        $$"""
        #pragma warning disable CS1591
        using System.Security.Claims;
        using System.Security.Principal;
        using Microsoft.AspNetCore.Authorization;

        namespace App;

        internal sealed class Team { public bool IsInRole(string role) => role == ""; public bool HasClaim(string role) => role == ""; }

        internal static class Program
        {
            public static void Run(RouteHandlerBuilder app, ClaimsPrincipal user, string role, string[] roles)
            {
                {{statement}}
            }
        }
        """,
        Sources.File(Policy));
}
