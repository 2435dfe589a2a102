using Cks.Samples.Portal.Database;

namespace Cks.Tests.Database;

public sealed class SchemaReportTests
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_migrated_schema_is_current(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(engine);
        var report = await PortalMigrations.ValidateAsync(database.ConnectionString, engine);
        Assert.True(report.IsCurrent, report.ToString());
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task The_expected_columns_are_those_that_the_migrations_make(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(engine);
        foreach (var (table, columns) in PortalSchema.Tables)
        {
            await using var command = database.Source.CreateCommand($"SELECT * FROM {table}");
            await using var reader = await command.ExecuteReaderAsync();
            Assert.Equal(columns.Order(StringComparer.Ordinal), Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task An_empty_database_lacks_every_migration_and_stays_empty(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var report = await PortalMigrations.ValidateAsync(database.ConnectionString, engine);
        Assert.False(report.IsCurrent);
        Assert.Equal(25, report.MissingMigrations.Count);
        Assert.Equal("202611230001_Tenants", report.MissingMigrations[0]);
        Assert.Contains(PortalMigrations.Command, report.ToString());
        Assert.Equal("", await database.SchemaAsync());
    }

    [Fact]
    public async Task Validating_does_not_make_an_absent_file()
    {
        await using var database = await TestDatabase.CreateAsync(PortalEngine.Sqlite);
        var report = await PortalMigrations.ValidateAsync(database.ConnectionString, PortalEngine.Sqlite);
        Assert.False(report.IsCurrent);
        Assert.False(File.Exists(database.ConnectionString["Data Source=".Length..]));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_missing_migration_is_named(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(engine);
        PortalMigrations.MigrateDown(database.ConnectionString, engine, 202611230007);
        var report = await PortalMigrations.ValidateAsync(database.ConnectionString, engine);
        Assert.Equal(["202611230008_IdentityLinks", "202611230009_People"], report.MissingMigrations.Take(2));
        Assert.Equal("202611270025_NewestFirst", report.MissingMigrations[^1]);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_newer_schema_is_not_current_and_the_way_down_is_named(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(engine);
        await database.ExecuteAsync("INSERT INTO schema_migrations (version) VALUES (209901010002), (209901010001)");
        var report = await PortalMigrations.ValidateAsync(database.ConnectionString, engine);
        Assert.False(report.IsCurrent);
        Assert.Equal([209901010001, 209901010002], report.UnknownMigrations);
        Assert.Contains("209901010001, 209901010002", report.ToString());
        Assert.Contains("Deploy the newer build", report.ToString());
        Assert.Contains("dotnet run --project samples/Cks.Samples.Portal -- migrate --to 202611270025", report.ToString());
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_column_that_was_dropped_by_hand_is_named(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(engine);
        await database.ExecuteAsync("ALTER TABLE managers DROP COLUMN territory");
        var report = await PortalMigrations.ValidateAsync(database.ConnectionString, engine);
        Assert.False(report.IsCurrent);
        Assert.Equal(["managers.territory"], report.MissingColumns);
        Assert.Contains("managers.territory", report.ToString());
    }
}
