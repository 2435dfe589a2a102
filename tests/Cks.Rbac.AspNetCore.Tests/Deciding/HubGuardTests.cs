using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

public sealed class HubGuardTests
{
    [Fact]
    public async Task Who_may_not_connect_does_not()
    {
        await using var host = await StartAsync();

        Assert.Equal(401, await host.StatusAsync("/notes/negotiate", null, method: HttpMethod.Post));
        Assert.Equal(403, await host.StatusAsync("/notes/negotiate", GuardHost.Session(), method: HttpMethod.Post));
        Assert.Equal(200, await host.StatusAsync("/notes/negotiate", GuardHost.Session("reader"), method: HttpMethod.Post));
        await Assert.ThrowsAsync<WebSocketException>(() => HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/notes"), GuardHost.Session()));
    }

    [Fact]
    public async Task The_framework_enforces_the_guard_of_a_method_by_its_policy_name()
    {
        await using var host = await StartAsync();
        using var reader = await HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/notes"), GuardHost.Session("reader"));
        using var writer = await HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/notes"), GuardHost.Session("writer"));

        Assert.Equal("seen", (await reader.InvokeAsync("Look")).GetProperty("result").GetString());
        Assert.Contains("unauthorized", (await reader.InvokeAsync("Create")).GetProperty("error").GetString()!, StringComparison.Ordinal);
        Assert.Equal("ann 1", (await writer.InvokeAsync("Create")).GetProperty("result").GetString());
    }

    [Fact]
    public async Task S10_each_message_of_a_connection_is_judged_by_the_policy_of_its_moment()
    {
        await using var host = await StartAsync();
        using var writer = await HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/notes"), GuardHost.Session("writer"));
        Assert.Equal("ann 1", (await writer.InvokeAsync("Create")).GetProperty("result").GetString());

        host.Activate(GuardHost.DefaultPolicy.Replace("\"deny\"", "\"permit\"", StringComparison.Ordinal));
        Assert.Equal("ann 2", (await writer.InvokeAsync("Create")).GetProperty("result").GetString());

        host.Activate("""{ "version": 1, "resources": { "notes": { "actions": ["view", "create"] } }, "roles": { "writer": { "permit": [{ "actions": ["notes:view"] }] } } }""");
        Assert.Contains("unauthorized", (await writer.InvokeAsync("Create")).GetProperty("error").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S10_the_guard_of_the_hub_is_asked_for_each_message_and_not_only_for_the_connection()
    {
        var revoked = false;
        var subjects = new Subjects.CredentialSubjectFactory(s => revoked ? Subject.Nobody : s);
        await using var host = await GuardHost.StartAsync(app => app.MapHub<NotesHub>("/notes"), b => b.Services.AddSingleton<ISubjectFactory>(subjects).AddSignalR());
        using var reader = await HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/notes"), GuardHost.Session("reader"));
        Assert.Equal("seen", (await reader.InvokeAsync("Look")).GetProperty("result").GetString());

        revoked = true;

        Assert.Contains("unauthorized", (await reader.InvokeAsync("Look")).GetProperty("error").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/class")]
    [InlineData("/mapped")]
    public async Task S10_a_connection_that_a_later_policy_refuses_ends_with_what_it_streams_and_others_stay(string path)
    {
        await using var host = await GuardHost.StartAsync(
            app =>
            {
                app.MapHub<NotesHub>("/class");
                app.MapHub<Surfaces.SurfaceHub>("/mapped").RequireRoles("reader", "trainee");
            },
            b => b.Services.AddSignalR());
        using var reader = await HubConnection.OpenAsync(new(host.Http.BaseAddress!, path), GuardHost.Session("reader"));
        using var trainee = await HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/mapped"), GuardHost.Session("trainee", "writer"));
        if (path == "/class")
            Assert.Equal(2, (await reader.StreamAsync("Tick")).GetProperty("type").GetInt32());

        host.Activate("""{ "version": 1, "resources": { "notes": { "actions": ["view", "create", "purge"] } }, "roles": { "trainee": { "permit": [{ "actions": ["notes:create"] }] } } }""");

        await reader.EndAsync();
        Assert.Equal("in", (await trainee.InvokeAsync("Caps")).GetProperty("result").GetString());
    }

    [Fact]
    public async Task A_resource_on_a_method_stops_the_host_because_nobody_would_load_it() =>
        Assert.Contains(
            "CKS109 ResourceHub.Edit Nobody loads OnResource<Note> for a message of a hub. Check in the method, and say .ChecksInHandler(...).",
            await GuardHost.FindingsAsync(app => app.MapHub<ResourceHub>("/hub").RequireAuthorization().ChecksInHandler("in the test"), b => b.Services.AddSignalR().Services.AddCksResource<Note, NoteLoader>()));

    [Fact]
    public async Task S03_a_method_that_needs_the_resource_is_called_only_where_the_hub_checks_it()
    {
        var policy = GuardHost.DefaultPolicy
            .Replace("\"purge\"] }", "\"purge\"], \"attributes\": [\"color\"] }", StringComparison.Ordinal)
            .Replace("\"id\": \"write\",", "\"id\": \"write\", \"when\": { \"color\": \"red\" },", StringComparison.Ordinal);
        await using var marked = await GuardHost.StartAsync(app => app.MapHub<NotesHub>("/notes").ChecksInHandler("in the methods"), b => b.Services.AddSignalR(), policy);
        await using var unmarked = await StartAsync();
        unmarked.Activate(policy);

        using var checkedCall = await HubConnection.OpenAsync(new(marked.Http.BaseAddress!, "/notes"), GuardHost.Session("writer"));
        using var refusedCall = await HubConnection.OpenAsync(new(unmarked.Http.BaseAddress!, "/notes"), GuardHost.Session("writer"));
        using var deniedCall = await HubConnection.OpenAsync(new(marked.Http.BaseAddress!, "/notes"), GuardHost.Session("trainee"));

        Assert.Equal("ann 1", (await checkedCall.InvokeAsync("Create")).GetProperty("result").GetString());
        Assert.Contains("unauthorized", (await refusedCall.InvokeAsync("Create")).GetProperty("error").GetString()!, StringComparison.Ordinal);
        Assert.Contains("unauthorized", (await deniedCall.InvokeAsync("Create")).GetProperty("error").GetString()!, StringComparison.Ordinal);
    }

    private static Task<GuardHost> StartAsync() => GuardHost.StartAsync(app => app.MapHub<NotesHub>("/notes"), b => b.Services.AddSignalR());
}
