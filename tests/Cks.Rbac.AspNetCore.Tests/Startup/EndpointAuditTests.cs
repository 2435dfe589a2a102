using Cks.Rbac.AspNetCore.Tests.Guards;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore.Tests.Startup;

public sealed class EndpointAuditTests
{
    [Fact]
    public async Task An_unguarded_endpoint_stops_the_host_and_is_named_by_method_and_route() =>
        Assert.Equal(
            [
                "CKS110 GET /notes/{id} The endpoint has no rule. Add .RequireCaps(...) or .AllowAnonymous().",
                "CKS110 PUT,PATCH /notes The endpoint has no rule. Add .RequireCaps(...) or .AllowAnonymous().",
                "CKS110 * /any The endpoint has no rule. Add .RequireCaps(...) or .AllowAnonymous().",
            ],
            await GuardHost.FindingsAsync(app =>
            {
                app.MapGet("/notes/{id}", (int id) => id);
                app.MapMethods("/notes", ["PUT", "PATCH"], () => "in");
                app.Map("/any", () => "in");
                app.MapGet("/guarded", () => "in").RequireCaps("notes:view");
            }));

    [Fact]
    public async Task A_fallback_and_a_health_check_need_a_rule_like_every_other_endpoint()
    {
        var findings = await GuardHost.FindingsAsync(
            app =>
            {
                app.MapHealthChecks("/health");
                app.MapFallback(() => "in");
            },
            b => b.Services.AddHealthChecks());

        Assert.Equal(2, findings.Count);
        Assert.StartsWith("CKS110 * /health ", findings[0], StringComparison.Ordinal);
        Assert.StartsWith("CKS110 * {*path:nonfile} ", findings[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoints_of_a_branch_are_looked_at_as_well()
    {
        var findings = await GuardHost.FindingsAsync(app => app.Map("/admin", branch => branch.UseRouting().UseEndpoints(e => e.MapGet("/users", () => "in"))));

        Assert.StartsWith("CKS110 GET /users ", Assert.Single(findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_controller_without_a_rule_stops_the_host() =>
        Assert.Contains(
            await GuardHost.FindingsAsync(
                app => app.MapControllers(),
                b => b.Services.AddControllers(o => o.Conventions.Add(new WithoutRules())).AddApplicationPart(typeof(NotesController).Assembly)),
            f => f.StartsWith("CKS110 GET mvc/notes ", StringComparison.Ordinal));

    [Fact]
    public async Task A_policy_name_that_nobody_answers_stops_the_host() =>
        Assert.Equal(
            [
                "CKS112 GET /a Nobody answers the authorization policy \"Managers\". Register it with AddAuthorization, or use RequireCaps.",
                "CKS112 GET /b Nobody answers the authorization policy \"cks:Notes\". Register it with AddAuthorization, or use RequireCaps.",
                "CKS112 GET /c Nobody answers the authorization policy \"cks:role:\". Register it with AddAuthorization, or use RequireCaps.",
                "CKS112 GET /d Nobody answers the authorization policy \"CKS:notes:view\". Register it with AddAuthorization, or use RequireCaps.",
            ],
            await GuardHost.FindingsAsync(
                app =>
                {
                    app.MapGet("/a", () => "in").RequireAuthorization("Managers");
                    app.MapGet("/b", () => "in").RequireAuthorization("cks:Notes");
                    app.MapGet("/c", () => "in").RequireAuthorization("cks:role:");
                    app.MapGet("/d", () => "in").RequireAuthorization("CKS:notes:view");
                    app.MapGet("/e", () => "in").RequireAuthorization("Owners");
                },
                b => b.Services.AddAuthorizationBuilder().AddPolicy("Owners", p => p.RequireRole("owner"))));

    [Fact]
    public async Task S19_a_named_rule_of_the_framework_beside_AllowAnonymous_stops_the_host()
    {
        var findings = await GuardHost.FindingsAsync(
            app =>
            {
                app.MapGet("/policy", () => "in").RequireAuthorization("Owners").AllowAnonymous();
                app.MapGet("/role", () => "in").RequireAuthorization(new AuthorizeAttribute { Roles = "owner" }).AllowAnonymous();
                app.MapGet("/object", () => "in").RequireAuthorization(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()).AllowAnonymous();
            },
            b => b.Services.AddAuthorizationBuilder().AddPolicy("Owners", p => p.RequireRole("owner")));

        Assert.Equal(["/policy", "/role", "/object"], findings.Where(f => f.StartsWith("CKS113 GET", StringComparison.Ordinal)).Select(f => f.Split(' ')[2]));
    }

    [Fact]
    public async Task The_switch_that_lets_guarded_endpoints_run_without_their_guard_stops_the_host()
    {
        var findings = await GuardHost.FindingsAsync(
            app => app.MapGet("/notes", () => "in").RequireCaps("notes:view"),
            b => b.Services.Configure<RouteOptions>(o => o.SuppressCheckForUnhandledSecurityMetadata = true));

        Assert.StartsWith("CKS109 RouteOptions SuppressCheckForUnhandledSecurityMetadata", Assert.Single(findings));
    }

    [Fact]
    public async Task A_guard_beside_AllowAnonymous_stops_the_host_and_a_plain_rule_does_not()
    {
        var findings = await GuardHost.FindingsAsync(app =>
        {
            var group = app.MapGroup("/notes").RequireCaps("notes:view");
            group.MapGet("/open", () => "in").AllowAnonymous();
            app.MapGroup("/plain").RequireAuthorization().MapGet("/login", () => "in").AllowAnonymous();
        });

        Assert.Equal("CKS113 GET /notes/open AllowAnonymous switches the guard beside it off. Take one of the two out.", Assert.Single(findings));
    }

    [Fact]
    public async Task Capabilities_and_roles_that_the_policy_does_not_declare_stop_the_host() =>
        Assert.Equal(
            [
                "CKS204 POST /a The policy declares no capability \"notes:craete\". Did you mean \"notes:create\"?",
                "CKS204 GET /b The policy declares no capability \"note:view\". Did you mean \"notes:view\"?",
                "CKS201 GET /c The policy declares no role \"raeder\". Did you mean \"reader\"?",
                "CKS201 GET /d The policy declares no role \"Reader\". Did you mean \"reader\"?",
            ],
            await GuardHost.FindingsAsync(app =>
            {
                app.MapPost("/a", () => "in").RequireCaps("notes:view", "notes:craete");
                app.MapGet("/b", () => "in").RequireAnyCap("note:view", "notes:create");
                app.MapGet("/c", () => "in").RequireRoles("raeder", "writer");
                app.MapGet("/d", () => "in").RequireAuthorization("cks:role:Reader");
            }));

    [Fact]
    public async Task S03_a_capability_that_depends_on_the_resource_needs_somebody_who_checks_it()
    {
        const string policy = """
            {
              "version": 1,
              "resources": { "notes": { "actions": ["view", "create", "purge", "list"], "fields": ["text"], "attributes": ["color"] } },
              "roles": {
                "reader": { "permit": [{ "actions": ["notes:view"], "when": { "color": "red" } }, { "actions": ["notes:list"] }] },
                "writer": { "permit": [{ "actions": ["notes:*"] }], "deny": [{ "actions": ["notes:create"], "when": { "color": "red" } }, { "actions": ["notes:list"], "when": { "color": "red" }, "fields": { "read": ["text"] } }] }
              }
            }
            """;

        Assert.Equal(
            [
                "CKS110 GET /permit \"notes:view\" depends on the resource, and nothing says who checks that. Add .ChecksInHandler(\"where it is checked\").",
                "CKS110 GET /deny \"notes:create\" depends on the resource, and nothing says who checks that. Add .ChecksInHandler(\"where it is checked\").",
                "CKS110 GET /any \"notes:view\" depends on the resource, and nothing says who checks that. Add .ChecksInHandler(\"where it is checked\").",
                "CKS110 * /hub/negotiate \"notes:view\" depends on the resource, and nothing says who checks that. Add .ChecksInHandler(\"where it is checked\").",
                "CKS110 * /hub \"notes:view\" depends on the resource, and nothing says who checks that. Add .ChecksInHandler(\"where it is checked\").",
                "CKS110 NotesHub.Create \"notes:create\" depends on the resource, and nothing says who checks that. Add .ChecksInHandler(\"where it is checked\").",
            ],
            await GuardHost.FindingsAsync(
                app =>
                {
                    app.MapGet("/permit", () => "in").RequireCaps("notes:view");
                    app.MapGet("/deny", () => "in").RequireCaps("notes:purge", "notes:create");
                    app.MapGet("/any", () => "in").RequireAnyCap("notes:purge", "notes:view");
                    app.MapGet("/fields", () => "in").RequireCaps("notes:list");
                    app.MapGet("/marked", () => "in").RequireCaps("notes:view").ChecksInHandler("in the test");
                    app.MapGet("/role", () => "in").RequireRoles("reader");
                    app.MapHub<NotesHub>("/hub");
                },
                b => b.Services.AddSignalR(),
                policy));
    }

    [Fact]
    public async Task A_mark_is_no_rule() =>
        Assert.Equal(
            ["CKS110 GET / The endpoint has no rule. Add .RequireCaps(...) or .AllowAnonymous()."],
            await GuardHost.FindingsAsync(app => app.MapGet("/", () => "in").ChecksInHandler("in the test")));

    [Fact]
    public async Task A_hub_without_a_rule_stops_the_host_with_both_of_its_endpoints()
    {
        var findings = await GuardHost.FindingsAsync(app => app.MapHub<OpenHub>("/open"), b => b.Services.AddSignalR());

        Assert.Equal(["* /open/negotiate", "* /open"], findings.Where(f => f.StartsWith("CKS110", StringComparison.Ordinal)).Select(f => f[7..f.IndexOf(" The", StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task A_hub_method_whose_policy_nobody_answers_stops_the_host()
    {
        var findings = await GuardHost.FindingsAsync(app => app.MapHub<OpenHub>("/open").RequireAuthorization(), b => b.Services.AddSignalR());

        Assert.Equal(
            ["CKS204 OpenHub.Misspelled The policy declares no capability \"notes:veiw\". Did you mean \"notes:view\"?"],
            findings);
    }

    [Fact]
    public async Task Files_of_the_build_need_no_rule_because_they_are_published_for_everybody()
    {
        var manifest = await WriteManifestAsync("assets");
        await using var host = await GuardHost.StartAsync(app => app.MapStaticAssets(manifest));

        Assert.Equal(
            ["site.css", "{**path:file}"],
            host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText!).Order());
    }

    [Fact]
    public async Task Beside_the_files_of_the_build_every_other_endpoint_still_needs_a_rule()
    {
        var manifest = await WriteManifestAsync("beside");
        var findings = await GuardHost.FindingsAsync(app =>
        {
            app.MapStaticAssets(manifest);
            app.MapFallback("{**path:file}", () => "in");
            app.MapGet("/app.css", () => "in");
        });

        Assert.Equal(["GET /app.css", "* {**path:file}"], findings.Select(f => f[7..f.IndexOf(" The", StringComparison.Ordinal)]).Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public async Task An_endpoint_with_a_policy_object_has_a_rule_and_one_that_cannot_be_routed_needs_none()
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.MapGet("/", () => "in").RequireAuthorization(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            ((IEndpointRouteBuilder)app).DataSources.Add(new DefaultEndpointDataSource(
                new Endpoint(_ => Task.CompletedTask, EndpointMetadataCollection.Empty, "not routed"),
                new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/open"), 0, new(new AllowAnonymousAttribute()), null)));
        });

        Assert.Equal((200, 401, 200), (await host.StatusAsync("/", "Any;ann"), await host.StatusAsync("/", null), await host.StatusAsync("/open", null)));
    }

    private static async Task<string> WriteManifestAsync(string name)
    {
        var file = name + ".staticwebassets.endpoints.json";
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, file), """
            { "Version": 1, "ManifestType": "Build", "Endpoints": [{
                "Route": "site.css", "AssetFile": "site.css", "Selectors": [], "EndpointProperties": [],
                "ResponseHeaders": [
                  { "Name": "Content-Length", "Value": "3" }, { "Name": "Content-Type", "Value": "text/css" },
                  { "Name": "ETag", "Value": "\"abc\"" }, { "Name": "Last-Modified", "Value": "Sun, 01 Nov 2026 00:00:00 GMT" }
                ] }] }
            """, TestContext.Current.CancellationToken);
        return file;
    }
}
