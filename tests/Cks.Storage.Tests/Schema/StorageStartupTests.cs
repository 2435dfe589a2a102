using System.Data.Common;
using System.Text;
using Cks.Auth;
using Cks.Core;
using Cks.Rbac;
using Cks.Storage.Migrations;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Cks.Storage.Tests;

public sealed class StorageStartupTests(PostgresStorage postgres) : IClassFixture<PostgresStorage>, IDisposable
{
    private const string Policy = """{ "version": 1, "resources": { "grants": { "actions": ["create", "revoke"] } }, "roles": { "manager": { "permit": [{ "actions": ["grants:*"] }] } } }""";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Connection => SqliteStorage.Connection(Path.Combine(_folder.Root, "app.db"));

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("development")]
    [InlineData("DEVELOPMENT")]
    [InlineData("Development ")]
    public async Task S19_outside_Development_nothing_is_migrated_and_the_host_refuses(string environment)
    {
        using var host = Host(environment, s => s.AddCksStorageMigrations(SchemaMigrator.Sqlite(Connection)));
        var refused = Assert.Single((await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync(Token))).Diagnostics);

        Assert.Equal(CksCodes.StorageSchema, refused.Code);
        Assert.Equal("cks db migrate --connection-env NAME --dialect sqlite", refused.Fix);
        await using var source = SqliteFactory.Instance.CreateDataSource(Connection);
        Assert.Empty((await StorageSchema.CheckAsync(StorageDatabase.Of(source), Token)).Installed);
    }

    [Fact]
    public async Task S19_an_environment_that_code_has_named_Development_is_none()
    {
        using var host = Host("Production", s => s.AddCksStorageMigrations(SchemaMigrator.Sqlite(Connection)));
        host.Services.GetRequiredService<IHostEnvironment>().EnvironmentName = "Development";
        await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync(Token));

        await using var source = SqliteFactory.Instance.CreateDataSource(Connection);
        Assert.Empty((await StorageSchema.CheckAsync(StorageDatabase.Of(source), Token)).Installed);
    }

    [Fact]
    public async Task In_Development_the_tables_are_made_before_anything_reads_them()
    {
        using var host = Host("Development", s => s.AddCksStorageMigrations(SchemaMigrator.Sqlite(Connection)));
        await host.StartAsync(Token);

        Assert.True(host.Services.GetRequiredService<IRevocations>().IsCurrent);
        await host.StopAsync(Token);
    }

    // What is hosted is made before anything of it starts, and the policy is read by then.
    [Fact]
    public async Task In_Development_the_policy_is_that_of_the_file_until_the_tables_are_there_and_have_one()
    {
        _folder.Write("app.json", Encoding.UTF8.GetBytes(Policy));
        void Stored(IServiceCollection services) => services.AddCksStorageMigrations(SchemaMigrator.Sqlite(Connection)).AddCksRbac().AddPolicyStore(firstFile: Path.Combine(_folder.Root, "app.json"));
        using (var host = Host("Development", Stored))
        {
            await host.StartAsync(Token);
            Assert.Null(host.Services.GetRequiredService<SnapshotStore<Policy>>().Current.Provenance.Revision);
            var outcome = await host.Services.GetRequiredService<RevisionPublisher>().ProposeAsync(RevisionDocuments.Policy, Encoding.UTF8.GetBytes(Policy + " "), 0, new("", "ann"), "r", Token);
            Assert.True(outcome.IsAccepted);
            await host.StopAsync(Token);
        }

        using var next = Host("Development", Stored);
        await next.StartAsync(Token);
        Assert.Equal(1, next.Services.GetRequiredService<SnapshotStore<Policy>>().Current.Provenance.Revision);
        await next.StopAsync(Token);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("development")]
    public async Task S19_elsewhere_a_policy_of_the_store_without_its_tables_is_refused_with_the_command(string environment)
    {
        _folder.Write("app.json", Encoding.UTF8.GetBytes(Policy));
        using var host = Host(environment, s => s.AddCksStorageMigrations(SchemaMigrator.Sqlite(Connection)).AddCksRbac().AddPolicyStore(firstFile: Path.Combine(_folder.Root, "app.json")));
        Assert.Equal(CksCodes.StorageSchema, Assert.Single((await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync(Token))).Diagnostics).Code);
    }

    [Fact]
    public async Task A_host_on_a_later_schema_refuses()
    {
        await SchemaMigrator.Sqlite(Connection).MigrateAsync(Token);
        await using (var source = SqliteFactory.Instance.CreateDataSource(Connection))
        await using (var command = source.CreateCommand("INSERT INTO cks_schema_migrations (version) VALUES (209912310001)"))
            await command.ExecuteNonQueryAsync(Token);
        using var host = Host("Production");

        var refused = await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync(Token));
        Assert.StartsWith("CKS120", Assert.Single(refused.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stores_are_those_of_the_application_whatever_the_order()
    {
        await SchemaMigrator.Sqlite(Connection).MigrateAsync(Token);
        using var host = Host("Production", s => s.AddCksStorage());

        Assert.IsType<StoredRevocations>(host.Services.GetRequiredService<IRevocationStore>());
        Assert.IsType<StoredGrantLedger>(host.Services.GetRequiredService<IGrantLedger>());
        Assert.IsType<PollingChangeBus>(host.Services.GetRequiredService<IChangeBus>());
        Assert.IsType<StoredSecurityEvents>(Assert.Single(host.Services.GetServices<ISecurityEventSink>()));
        var after = new ServiceCollection().AddCksAuth(_ => { }).AddCksStorage();
        Assert.Equal(typeof(StoredRevocations), after.Last(d => d.ServiceType == typeof(IRevocationStore)).ImplementationType);
    }

    [Fact]
    public async Task Two_hosts_on_one_database_agree()
    {
        await postgres.EmptyAsync();
        var connection = await postgres.ConnectionAsync();
        using var one = Host("Production", source: NpgsqlDataSource.Create(connection));
        using var other = Host("Production", source: NpgsqlDataSource.Create(connection));
        await one.StartAsync(Token);
        await other.StartAsync(Token);
        Assert.IsType<PostgresChangeBus>(one.Services.GetRequiredService<IChangeBus>());
        var heard = new TaskCompletionSource();
        await using var subscription = await other.Services.GetRequiredService<IChangeBus>().SubscribeAsync("cks.revocations", (_, _) => { heard.TrySetResult(); return default; }, Token);

        await one.Services.GetRequiredService<IRevocations>().EndSessionAsync("https://login.example", "s1", Token);

        await heard.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Single((await other.Services.GetRequiredService<IRevocationStore>().ReadAsync(0, Token)).Entries);
        await one.StopAsync(Token);
        await other.StopAsync(Token);
    }

    [Fact]
    public void A_database_of_another_make_is_a_mistake_of_the_set_up()
    {
        Assert.Equal(CksCodes.InvalidSetting, Assert.Single(Assert.Throws<CksConfigurationException>(() => StorageDatabase.Of(new StrangeSource())).Diagnostics).Code);
        Assert.Throws<CksConfigurationException>(() => new ServiceCollection().AddCksStorage().BuildServiceProvider().GetRequiredService<StorageDatabase>());
    }

    [Theory]
    [InlineData(9)]
    [InlineData(60_001)]
    public async Task An_interval_that_is_none_stops_the_host(int milliseconds)
    {
        using var host = Host("Production", s => s.AddCksStorage(o => o.PollInterval = TimeSpan.FromMilliseconds(milliseconds)));
        Assert.Equal(CksCodes.InvalidSetting, Assert.Single((await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync(Token))).Diagnostics).Code);
    }

    private IHost Host(string environment, Action<IServiceCollection>? more = null, DbDataSource? source = null)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment, DisableDefaults = true });
        builder.Services.AddSingleton(source ?? SqliteFactory.Instance.CreateDataSource(Connection));
        builder.Services.AddCksStorage();
        builder.Services.AddCksAuth(o => o.AddOidc("https://login.example", "portal"));
        builder.Services.AddCksRbac().AddPolicy("app", Encoding.UTF8.GetBytes(Policy)).UseStoredGrants();
        more?.Invoke(builder.Services);
        return builder.Build();
    }

    private sealed class StrangeSource : DbDataSource
    {
        public override string ConnectionString => "";

        protected override DbConnection CreateDbConnection() => new StrangeConnection();
    }

    private sealed class StrangeConnection : DbConnection
    {
        [System.Diagnostics.CodeAnalysis.AllowNull]
        public override string ConnectionString { get; set; } = "";

        public override string Database => "";

        public override string DataSource => "";

        public override string ServerVersion => "";

        public override System.Data.ConnectionState State => System.Data.ConnectionState.Closed;

        public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

        public override void Close()
        {
        }

        public override void Open() => throw new NotSupportedException();

        protected override DbTransaction BeginDbTransaction(System.Data.IsolationLevel isolationLevel) => throw new NotSupportedException();

        protected override DbCommand CreateDbCommand() => throw new NotSupportedException();
    }
}
