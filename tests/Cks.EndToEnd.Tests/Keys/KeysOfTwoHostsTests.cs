using System.Security.Claims;
using Cks.Auth;
using Cks.Core;
using Cks.Rbac;
using Cks.Samples.Portal;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Sessions;
using Cks.Tests.Database;
using Cks.Tests.Hardening;
using Cks.Tests.Portal;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Tests.Keys;

/// <summary>Two hosts of the portal on one database, outside Development.</summary>
public sealed class KeysOfTwoHostsTests
{
    private const string Issuer = "https://login.example.com";
    private static readonly string Pepper = Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_key_that_one_host_makes_works_on_the_other_until_it_ends_there_as_well(PortalEngine engine)
    {
        await using var database = await DatabaseAsync(engine);
        string key, id;
        await using (var gone = await StartAsync(database))
        {
            (id, key) = await MakeAsync(gone);
            await gone.App.StopAsync(Cancel);
        }

        await using var one = await StartAsync(database);
        await using var other = await StartAsync(database);
        Assert.Equal((200, 200), (await StatusAsync(one, key), await StatusAsync(other, key)));

        await AsAdminAsync(one, (keys, admin) => keys.RevokeAsync(admin, id, "lost", Cancel).AsTask());
        Assert.Equal(401, await StatusAsync(one, key));
        await HeardAsync(other, key);

        await one.App.StopAsync(Cancel);
        await other.App.StopAsync(Cancel);
    }

    // A host that was set up without a pepper has no keys, and ends what others made all the same.
    [Fact]
    public async Task S17_a_host_without_keys_revives_nobody_with_those_of_another()
    {
        await using var database = await DatabaseAsync(PortalEngine.Sqlite);
        await using var host = await StartAsync(database);
        var (id, key) = await MakeAsync(host);
        await using var bare = await StartAsync(database, pepper: null);
        Assert.Equal(200, await StatusAsync(host, key)); // and remembers it for a minute
        await using var scope = bare.App.Services.CreateAsyncScope();
        Assert.Null(scope.ServiceProvider.GetService<IApiKeys>());
        new HttpContextAccessor().HttpContext = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        var me = await bare.App.Services.GetRequiredService<ISubjectBinder>().BindAsync(new Subject(PortalSeeds.SubjectOf("main", "ADM-001"), TenantId.Parse("main"), ["admin"]) { Issuer = Issuer, Code = "ADM-001" }, Cancel);
        var desk = bare.App.Services.GetRequiredService<ArchiveDesk>();

        Assert.True((await desk.ArchiveAsync(me, "contractor", "CON-001", "gone", Cancel)).Value!.Changed);
        await HeardAsync(host, key);
        Assert.True((await desk.RestoreAsync(me, "contractor", "CON-001", Cancel)).Value!.Changed);

        new HttpContextAccessor().HttpContext = null;
        Assert.Equal(401, await StatusAsync(host, key));
        var store = host.App.Services.GetRequiredService<IApiKeyStore>();
        Assert.NotNull((await store.FindAsync(id, Cancel))!.Key.RevokedAt);
        var last = await store.HistoryAsync(me.Tenant, Cancel).LastAsync(Cancel);
        Assert.Equal((ApiKeyAction.AllRevoked, Issuer, me.Id, id), (last.Action, last.ByIssuer, last.BySubject, Assert.Single(last.KeyIds)));
        await host.App.StopAsync(Cancel);
        await bare.App.StopAsync(Cancel);
    }

    [Fact]
    public async Task The_command_makes_all_that_a_host_in_Production_needs_and_without_it_none_starts()
    {
        await using var half = await TestDatabase.CreateMigratedAsync(PortalEngine.Sqlite);
        Assert.Contains("CKS120", (await Assert.ThrowsAsync<CksConfigurationException>(() => StartAsync(half))).Message);

        await using var database = await TestDatabase.CreateAsync(PortalEngine.Sqlite);
        Assert.Equal(0, await MigrateCommand.RunAsync(["--ConnectionStrings:Portal", database.ConnectionString], TextWriter.Null));
        await using var host = await StartAsync(database);
        await host.App.StopAsync(Cancel);
    }

    private static async Task<TestDatabase> DatabaseAsync(PortalEngine engine)
    {
        var database = await TestDatabase.CreateSeededAsync(engine, SeedPlan.Test);
        await PortalSeeds.SeedAsync(database.Source, engine, Issuer, SeedPlan.Test);
        return database;
    }

    private static Task<PortalHost> StartAsync(TestDatabase database) => StartAsync(database, Pepper);

    private static async Task<PortalHost> StartAsync(TestDatabase database, string? pepper)
    {
        var portal = await EnvironmentTests.BuildAsync(database, "Production", builder => builder.Configuration["Portal:Keys:Pepper"] = pepper);
        await portal.App.StartAsync(Cancel);
        return portal;
    }

    private static async Task<(string Id, string Key)> MakeAsync(PortalHost portal)
    {
        var owner = new ApiKeyOwner(TenantId.Parse("main"), Issuer, PortalSeeds.SubjectOf("main", "CON-001"));
        var made = await AsAdminAsync(portal, (keys, admin) => keys.CreateAsync(admin, new(owner, "erp", ["profile:view"], TimeProvider.System.GetUtcNow().AddDays(1)), Cancel).AsTask());
        return (made.New!.Key.Id, made.New.TakeText());
    }

    private static async Task<ApiKeyChangeOutcome> AsAdminAsync(PortalHost portal, Func<IApiKeys, ClaimsPrincipal, Task<ApiKeyChangeOutcome>> act)
    {
        await using var scope = portal.App.Services.CreateAsyncScope();
        var admin = (await scope.ServiceProvider.GetRequiredService<People>().FindAsync(Issuer, PortalSeeds.SubjectOf("main", "ADM-001"), Cancel))!;
        var outcome = await act(scope.ServiceProvider.GetRequiredService<IApiKeys>(), SessionResolution.From(admin.Issuer, admin.Subject, admin.Record, ["admin"]).Session!.ToPrincipal());
        Assert.True(outcome.IsDone, outcome.ToString());
        return outcome;
    }

    // Well within what it relies on.
    private static async Task HeardAsync(PortalHost portal, string key)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); await StatusAsync(portal, key) != 401; await Task.Delay(100, Cancel))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), "The host has not heard of it.");
    }

    private static async Task<int> StatusAsync(PortalHost portal, string key)
    {
        using var http = new HttpClient { BaseAddress = new(portal.Address) };
        using var answer = await http.AskAsync("/api/me/permissions", ("X-Api-Key", key));
        return (int)answer.StatusCode;
    }
}
