using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

public sealed class ControllerGuardTests
{
    [Theory]
    [InlineData(typeof(RequireCapsAttribute))]
    [InlineData(typeof(RequireAnyCapAttribute))]
    [InlineData(typeof(RequireRolesAttribute))]
    public void The_name_that_a_guard_carries_cannot_be_set_to_another_one_beside_it(Type attribute) =>
        Assert.False(attribute.GetProperty("Policy", System.Reflection.BindingFlags.DeclaredOnly | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public)!.CanWrite);

    private const string Policy = """
        {
          "version": 1,
          "resources": { "notes": { "actions": ["view", "create", "purge"] } },
          "roles": {
            "reader": { "permit": [{ "actions": ["notes:view"] }] },
            "writer": { "permit": [{ "actions": ["notes:view", "notes:create"] }] },
            "maker": { "permit": [{ "actions": ["notes:create"] }] },
            "trainee": { "permit": [{ "actions": ["notes:view"] }] },
            "nobody": {}
          }
        }
        """;

    [Fact]
    public async Task Attributes_of_the_class_and_of_the_action_both_hold()
    {
        await using var host = await GuardHost.StartAsync(
            app => app.MapControllers(), b => b.Services.AddControllers().AddApplicationPart(typeof(NotesController).Assembly), Policy);

        Assert.Equal((200, "ann"), await host.TextAsync("/mvc/notes", GuardHost.Session("reader")));
        Assert.Equal(401, await host.StatusAsync("/mvc/notes", null));
        Assert.Equal(403, await host.StatusAsync("/mvc/notes", GuardHost.Session("maker")));
        Assert.Equal(403, await host.StatusAsync("/mvc/notes", GuardHost.Session("reader"), method: HttpMethod.Post));
        Assert.Equal(403, await host.StatusAsync("/mvc/notes", GuardHost.Session("maker"), method: HttpMethod.Post));
        Assert.Equal(200, await host.StatusAsync("/mvc/notes", GuardHost.Session("writer"), method: HttpMethod.Post));
        Assert.Equal(200, await host.StatusAsync("/mvc/notes", GuardHost.Session("writer"), method: HttpMethod.Delete));
        Assert.Equal(403, await host.StatusAsync("/mvc/notes", GuardHost.Session("reader"), method: HttpMethod.Delete));
        Assert.Equal(200, await host.StatusAsync("/mvc/notes", GuardHost.Session("trainee"), method: HttpMethod.Put));
        Assert.Equal(403, await host.StatusAsync("/mvc/notes", GuardHost.Session("nobody"), method: HttpMethod.Put));
        Assert.Equal(403, await host.StatusAsync("/mvc/notes", GuardHost.Session("writer"), method: HttpMethod.Put));
    }
}
