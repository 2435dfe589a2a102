using Cks.Core;
using Cks.Storage.Migrations;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace Cks.Storage.Tests;

/// <summary>Settings are read before the host looks at its tables.</summary>
public sealed class EarlyRevisionsTests : IDisposable
{
    private readonly SettingsFolder _settings = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _settings.Dispose();
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("development")]
    [InlineData(null)]
    public void S19_without_its_tables_configuration_is_refused_with_the_command(string? environment)
    {
        using var configuration = new ConfigurationManager();
        configuration["environment"] = environment;
        var refused = Assert.Throws<CksConfigurationException>(() => Add(configuration)).Diagnostics[0];
        Assert.Equal(CksCodes.StorageSchema, refused.Code);
        Assert.StartsWith("cks db migrate", refused.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Development_they_may_be_made_a_moment_later()
    {
        using var configuration = new ConfigurationManager();
        configuration["environment"] = "Development";
        Add(configuration);
        Assert.Null(configuration["Portal:PageSize"]);

        await SchemaMigrator.Sqlite(Connection()).MigrateAsync(Token);
        var store = new StoredRevisions(StorageDatabase.Of(SqliteFactory.Instance.CreateDataSource(Connection())), TimeProvider.System);
        await store.ChangeAsync(RevisionDocuments.Settings, _ => RevisionChange.Add(new(RevisionDocuments.Settings, 1, """{"Portal":{"PageSize":7}}"""u8.ToArray(), new("", "ann"), DateTimeOffset.UnixEpoch) { Reason = "r" }), Token);
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (configuration["Portal:PageSize"] != "7")
            await Task.Delay(20, giveUp.Token);
    }

    private string Connection() => SqliteStorage.Connection(Path.Combine(_settings.Root, "app.db"));

    private void Add(ConfigurationManager configuration) => configuration.AddCksStore(o =>
        (o.DataSource, o.Schema, o.PollInterval) = (SqliteFactory.Instance.CreateDataSource(Connection()), _settings.SchemaPath, TimeSpan.FromMilliseconds(100)));
}
