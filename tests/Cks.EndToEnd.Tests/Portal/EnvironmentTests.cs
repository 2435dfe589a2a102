using Cks.Core;
using Cks.Samples.Portal;
using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Cks.Tests.Portal;

/// <summary>S19: what weakens security is there in Development on loopback and nowhere else.</summary>
public sealed class EnvironmentTests
{
    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("development")]
    [InlineData("Development ")]
    public async Task S19_outside_Development_there_is_no_issuer_no_acting_as_and_no_migration(string environment)
    {
        await using var database = await TestDatabase.CreateDeployedAsync(PortalEngine.Sqlite);
        await PortalSeeds.SeedAsync(database.Source, PortalEngine.Sqlite, "https://login.example.com", SeedPlan.Test);
        await using var portal = await BuildAsync(database, environment);
        await portal.App.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new(portal.Address) };

        Assert.Null(portal.Issuer);
        Assert.Equal(401, (int)(await http.GetAsync("/hub?as=CON-002", TestContext.Current.CancellationToken)).StatusCode);
        await portal.App.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task In_Production_a_database_that_is_behind_stops_the_host_and_is_left_alone()
    {
        await using var database = await TestDatabase.CreateAsync(PortalEngine.Sqlite);

        var exception = await Assert.ThrowsAsync<CksConfigurationException>(() => BuildAsync(database, "Production"));

        Assert.Contains("CKS109", exception.Message);
        Assert.Contains(PortalMigrations.Command, exception.Message);
        Assert.False(File.Exists(new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(database.ConnectionString).DataSource));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task A_database_that_is_ahead_stops_the_host_and_is_left_alone(string environment)
    {
        await using var database = await TestDatabase.CreateDeployedAsync(PortalEngine.Sqlite);
        await database.ExecuteAsync("INSERT INTO schema_migrations (version) VALUES (209901010001)");

        var exception = await Assert.ThrowsAsync<CksConfigurationException>(() => BuildAsync(database, environment));

        Assert.Contains("CKS109", exception.Message);
        Assert.Contains($"{PortalMigrations.Command} --to {PortalMigrations.Latest}", exception.Message);
        Assert.Equal(0, await database.CountAsync("SELECT count(*) FROM tenants"));
    }

    [Fact]
    public async Task Seeds_that_there_are_not_stop_the_host()
    {
        await using var database = await TestDatabase.CreateAsync(PortalEngine.Sqlite);

        var exception = await Assert.ThrowsAsync<CksConfigurationException>(() => PortalHost.BuildAsync(["--environment", "Development", "--Portal:Seeds", "Test"], builder =>
            RunningPortal.Configure(builder, database.ConnectionString)));

        Assert.Contains("Portal:Seeds", exception.Message);
        Assert.Contains("demo, development, test", exception.Message);
    }

    [Theory]
    [InlineData("test", 80)]
    [InlineData("demo", 1_800)]
    public async Task The_configuration_chooses_the_seeds(string seeds, int crew)
    {
        await using var portal = await RunningPortal.StartAsync(await TestDatabase.CreateAsync(PortalEngine.Sqlite), builder => builder.Configuration["Portal:Seeds"] = seeds);

        Assert.Equal(crew, await portal.Database.CountAsync("SELECT count(*) FROM crew WHERE NOT is_test"));
        Assert.Equal(200, (await portal.AskAsync("/api/scope", portal.TokenOf("CON-002"))).Status);
    }

    [Fact]
    public async Task Rows_that_the_seeding_left_out_are_in_the_log()
    {
        await using var portal = await RunningPortal.StartAsync(await TestDatabase.CreateAsync(PortalEngine.Sqlite));

        Assert.Equal(2, portal.Log.Lines.Count(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("Left out while seeding: development/imports/")));
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    public async Task S19_in_Development_the_host_refuses_to_listen_beyond_loopback(string address)
    {
        await using var database = await TestDatabase.CreateAsync(PortalEngine.Sqlite);

        var exception = await Assert.ThrowsAsync<CksConfigurationException>(() => PortalHost.BuildAsync(["--environment", "Development"], builder =>
        {
            RunningPortal.Configure(builder, database.ConnectionString);
            builder.WebHost.UseUrls(address);
        }));

        Assert.Contains("CKS111", exception.Message);
    }

    [Fact]
    public async Task S19_in_Development_a_request_for_another_name_is_refused()
    {
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Sqlite, seeds: SeedPlan.Test);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hub?as=MGR-001") { Headers = { Host = "evil.example" } };

        Assert.Equal(421, (int)(await portal.Http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(200, (int)(await portal.Http.GetAsync("/hub?as=MGR-001", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task S19_an_environment_that_code_names_Development_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync(PortalEngine.Sqlite);

        var exception = await Assert.ThrowsAsync<CksConfigurationException>(() => PortalHost.BuildAsync([], builder =>
        {
            builder.Environment.EnvironmentName = "Development";
            RunningPortal.Configure(builder, database.ConnectionString);
        }));

        Assert.Contains("CKS111", exception.Message);
    }

    internal static Task<PortalHost> BuildAsync(TestDatabase database, string environment, Action<WebApplicationBuilder>? configure = null) => PortalHost.BuildAsync(["--environment", environment], builder =>
    {
        RunningPortal.Configure(builder, database.ConnectionString);
        builder.Configuration["Cks:Auth:Authority"] = "https://login.example.com";
        builder.Configuration["Cks:Auth:Audience"] = "portal";
        configure?.Invoke(builder);
    });
}
