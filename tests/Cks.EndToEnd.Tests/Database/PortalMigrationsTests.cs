using System.Text.RegularExpressions;
using Cks.Samples.Portal.Database;
using FluentMigrator;

namespace Cks.Tests.Database;

public sealed class PortalMigrationsTests
{
    private static readonly long[] Versions =
    [
        .. from type in typeof(PortalMigrations).Assembly.GetTypes()
           from migration in type.GetCustomAttributes(typeof(MigrationAttribute), inherit: false)
           orderby ((MigrationAttribute)migration).Version
           select ((MigrationAttribute)migration).Version,
    ];

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Up_down_up_gives_the_same_schema_and_down_leaves_nothing(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(engine);
        var first = await database.SchemaAsync();
        Assert.Contains("service_staffing", first);

        PortalMigrations.MigrateDown(database.ConnectionString, engine);
        Assert.Empty(await database.LinesAsync(engine == PortalEngine.Sqlite
            ? "SELECT name FROM sqlite_schema"
            : "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"));

        PortalMigrations.MigrateUp(database.ConnectionString, engine);
        Assert.Equal(first, await database.SchemaAsync());
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Every_step_goes_down_and_up_alone_and_is_reported_while_missing(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(engine);
        var whole = await database.SchemaAsync();
        Assert.Equal(24, Versions.Length);
        for (var keep = Versions.Length - 1; keep >= 1; keep--)
        {
            PortalMigrations.MigrateDown(database.ConnectionString, engine, Versions[keep - 1]);
            var report = await PortalMigrations.ValidateAsync(database.ConnectionString, engine);
            Assert.Equal(Versions[keep..], report.MissingMigrations.Select(m => long.Parse(m.Split('_')[0])));
        }

        PortalMigrations.MigrateUp(database.ConnectionString, engine);
        Assert.Equal(whole, await database.SchemaAsync());
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Up_again_changes_nothing_and_keeps_the_rows(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(engine);
        await PortalSeeds.SeedAsync(database.Source, engine, SeededDatabases.Issuer);
        var before = await DatabaseText.HashAsync(database);
        PortalMigrations.MigrateUp(database.ConnectionString, engine);
        Assert.Equal(before, await DatabaseText.HashAsync(database));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_migration_that_fails_takes_back_the_ones_before_it(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await database.ExecuteAsync("CREATE TABLE sequences (in_the_way integer)"); // the last step makes a table of this name
        var error = Record.Exception(() => PortalMigrations.MigrateUp(database.ConnectionString, engine));
        Assert.NotNull(error);
        Assert.DoesNotContain("tenants", await database.SchemaAsync());
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Migrating_writes_nothing_to_the_console(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (output, error) = (Console.Out, Console.Error);
        using var written = new StringWriter();
        try
        {
            Console.SetOut(written);
            Console.SetError(written);
            PortalMigrations.MigrateUp(database.ConnectionString, engine);
            PortalMigrations.MigrateDown(database.ConnectionString, engine);
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }

        Assert.Equal("", written.ToString());
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_an_exception_without_the_password()
    {
        const string nowhere = "Host=127.0.0.1;Port=1;Username=cks;Password=hunter2-secret;Timeout=2";
        var migrate = Record.Exception(() => PortalMigrations.MigrateUp(nowhere, PortalEngine.Postgres));
        var validate = await Record.ExceptionAsync(() => PortalMigrations.ValidateAsync(nowhere, PortalEngine.Postgres));
        Assert.All([migrate, validate], error => Assert.DoesNotContain("hunter2", Assert.IsType<Exception>(error, exactMatch: false).ToString()));
    }

    [Fact]
    public void A_migration_is_named_by_its_version_in_the_order_of_its_file()
    {
        var files = typeof(PortalMigrations).Assembly.GetTypes()
            .Where(t => t.IsDefined(typeof(MigrationAttribute), false))
            .Select(t => $"{((MigrationAttribute)t.GetCustomAttributes(typeof(MigrationAttribute), false)[0]).Version}_{t.Name}.cs")
            .Order(StringComparer.Ordinal);
        var folder = Path.Combine(Root(), "samples", "Cks.Samples.Portal", "database", "migrations");
        var written = Directory.EnumerateFiles(folder, "2*.cs").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);
        Assert.Equal(written, files);
        Assert.All(files, f => Assert.Matches(new Regex(@"^20[0-9]{10}_[A-Z][A-Za-z]+\.cs$"), f));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "CksCore.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("The repository's root is not above the tests.");
    }
}
