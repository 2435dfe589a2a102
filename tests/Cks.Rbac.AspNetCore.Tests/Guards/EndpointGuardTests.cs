using Cks.Core;
using Microsoft.AspNetCore.Builder;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

public sealed class EndpointGuardTests
{
    [Fact]
    public async Task All_capabilities_of_a_guard_are_needed()
    {
        await using var host = await GuardHost.StartAsync(app => app.MapGet("/", () => "in").RequireCaps("notes:view", "notes:create"));

        Assert.Equal(200, await host.StatusAsync("/", GuardHost.Session("writer")));
        Assert.Equal(403, await host.StatusAsync("/", GuardHost.Session("reader")));
        Assert.Equal(403, await host.StatusAsync("/", GuardHost.Session("trainee")));
        Assert.Equal(403, await host.StatusAsync("/", GuardHost.Session()));
        Assert.Equal(403, await host.StatusAsync("/", GuardHost.Session("nobody-knows")));
        Assert.Equal(401, await host.StatusAsync("/", null));
    }

    [Fact]
    public async Task One_of_any_capability_is_enough()
    {
        await using var host = await GuardHost.StartAsync(app => app.MapGet("/", () => "in").RequireAnyCap("notes:purge", "notes:create"));

        Assert.Equal(200, await host.StatusAsync("/", GuardHost.Session("writer")));
        Assert.Equal(403, await host.StatusAsync("/", GuardHost.Session("reader")));
        Assert.Equal(403, await host.StatusAsync("/", GuardHost.Session("writer", "trainee")));
    }

    [Fact]
    public async Task One_of_the_roles_is_enough_and_inheriting_it_is_not_having_it()
    {
        await using var host = await GuardHost.StartAsync(app => app.MapGet("/", () => "in").RequireRoles("reader", "trainee"));

        Assert.Equal(200, await host.StatusAsync("/", GuardHost.Session("reader")));
        Assert.Equal(200, await host.StatusAsync("/", GuardHost.Session("writer", "trainee")));
        Assert.Equal(403, await host.StatusAsync("/", GuardHost.Session("writer")));
        Assert.Equal(403, await host.StatusAsync("/", GuardHost.Session("Reader")));
        Assert.Equal(401, await host.StatusAsync("/", null));
    }

    [Fact]
    public async Task Guards_of_a_group_and_of_its_endpoint_both_hold()
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            var group = app.MapGroup("/notes").RequireCaps("notes:view");
            group.MapGet("/", () => "list");
            group.MapPost("/", () => "created").RequireCaps("notes:create");
            group.MapDelete("/", () => "gone").RequireRoles("trainee");
        });

        Assert.Equal(200, await host.StatusAsync("/notes", GuardHost.Session("reader")));
        Assert.Equal(403, await host.StatusAsync("/notes", GuardHost.Session("reader"), method: HttpMethod.Post));
        Assert.Equal(200, await host.StatusAsync("/notes", GuardHost.Session("writer"), method: HttpMethod.Post));
        Assert.Equal(403, await host.StatusAsync("/notes", GuardHost.Session("writer"), method: HttpMethod.Delete));
        Assert.Equal(200, await host.StatusAsync("/notes", GuardHost.Session("trainee"), method: HttpMethod.Delete));
    }

    [Theory]
    [InlineData("role:grant")]
    [InlineData("any:grant")]
    [InlineData("all:grant")]
    public async Task A_capability_is_a_capability_whatever_its_resource_is_called(string capability)
    {
        var resource = capability.Split(':')[0];
        var policy = $$"""
            { "version": 1, "resources": { "{{resource}}": { "actions": ["grant", "see"] } },
              "roles": { "grant": {}, "admin": { "permit": [{ "actions": ["{{resource}}:*"] }] }, "half": { "permit": [{ "actions": ["{{resource}}:see"] }] } } }
            """;
        await using var host = await GuardHost.StartAsync(
            app =>
            {
                app.MapGet("/one", () => "in").RequireCaps(capability);
                app.MapGet("/all", () => "in").RequireCaps(capability, $"{resource}:see");
                app.MapGet("/any", () => "in").RequireAnyCap(capability, $"{resource}:see");
            },
            policy: policy);

        Assert.Equal((403, 403, 403), await StatusesAsync("grant"));
        Assert.Equal((200, 200, 200), await StatusesAsync("admin"));
        Assert.Equal((403, 403, 200), await StatusesAsync("half"));

        async Task<(int One, int All, int Any)> StatusesAsync(string role) =>
            (await host.StatusAsync("/one", GuardHost.Session(role)), await host.StatusAsync("/all", GuardHost.Session(role)), await host.StatusAsync("/any", GuardHost.Session(role)));
    }

    [Fact]
    public async Task A_role_that_a_later_policy_does_not_know_opens_nothing()
    {
        await using var host = await GuardHost.StartAsync(app => app.MapGet("/", () => "in").RequireRoles("writer"));
        Assert.Equal(200, await host.StatusAsync("/", GuardHost.Session("writer")));

        host.Activate("""{ "version": 1, "resources": {}, "roles": { "reader": {} } }""");

        Assert.Equal(403, await host.StatusAsync("/", GuardHost.Session("writer")));
    }

    [Fact]
    public async Task Another_policy_holds_from_the_next_request_on()
    {
        await using var host = await GuardHost.StartAsync(app => app.MapGet("/", () => "in").RequireCaps("notes:create"));
        Assert.Equal(200, await host.StatusAsync("/", GuardHost.Session("writer")));

        host.Activate(GuardHost.DefaultPolicy.Replace("\"id\": \"write\", \"actions\": [\"notes:create\"]", "\"id\": \"write\", \"actions\": [\"notes:view\"]", StringComparison.Ordinal));
        var (status, problem) = await host.RefusalAsync("/", GuardHost.Session("writer"));

        Assert.Equal((403, "not_permitted"), (status, problem.GetProperty("reason").GetString()));
        Assert.StartsWith("v2-", problem.GetProperty("policyVersion").GetString(), StringComparison.Ordinal);

        host.Activate(GuardHost.DefaultPolicy);
        Assert.Equal(200, await host.StatusAsync("/", GuardHost.Session("writer")));
    }

    [Theory]
    [InlineData("Notes:View")]
    [InlineData("notes")]
    [InlineData("notes:view,notes:create")]
    [InlineData("notes:*")]
    public void A_guard_by_something_that_is_not_a_capability_is_refused_where_it_is_written(string capability)
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        var thrown = Assert.Throws<CksConfigurationException>(() => app.MapGet("/", () => "in").RequireCaps(capability));

        Assert.Equal(CksCodes.InvalidName, Assert.Single(thrown.Diagnostics).Code);
        Assert.Throws<CksConfigurationException>(() => new RequireCapsAttribute(capability));
    }

    [Fact]
    public void A_guard_by_nothing_is_refused_where_it_is_written()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        Assert.Throws<CksConfigurationException>(() => app.MapGet("/", () => "in").RequireCaps());
        Assert.Throws<CksConfigurationException>(() => app.MapGet("/", () => "in").RequireAnyCap());
        Assert.Throws<CksConfigurationException>(() => app.MapGet("/", () => "in").RequireRoles());
        Assert.Throws<CksConfigurationException>(() => app.MapGet("/", () => "in").RequireRoles("reader", " "));
        Assert.Throws<CksConfigurationException>(() => new RequireCapsAttribute());
    }

    [Fact]
    public void A_role_with_a_comma_is_refused_because_it_would_be_two()
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        var thrown = Assert.Throws<CksConfigurationException>(() => app.MapGet("/", () => "in").RequireRoles("reader,writer"));

        Assert.Equal(CksCodes.InvalidName, Assert.Single(thrown.Diagnostics).Code);
    }
}
