using System.Text.RegularExpressions;
using Cks.Samples.Portal;
using Cks.Samples.Portal.Database;
using FluentMigrator;

namespace Cks.Tests.Database;

public sealed class PortalMigrationsTests
{
    private const long FirstRelease = 202611230009;

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
        Assert.Equal(25, Versions.Length);
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
        await PortalSeeds.SeedAsync(database.Source, engine, SeededDatabases.Issuer, SeedPlan.Test);
        var before = await DatabaseText.HashAsync(database);
        PortalMigrations.MigrateUp(database.ConnectionString, engine);
        Assert.Equal(before, await DatabaseText.HashAsync(database));
    }

    /// <summary>What both builds know survives the way down to the first release and up again, and the scope keys are filled from the chain.</summary>
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Rows_survive_down_to_the_first_release_and_up(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(engine);
        await PortalSeeds.SeedAsync(database.Source, engine, SeededDatabases.Issuer, SeedPlan.Test);
        string[] kept =
        [
            "SELECT * FROM managers", "SELECT * FROM contractors", "SELECT * FROM customers", "SELECT * FROM centers", "SELECT * FROM crew", "SELECT * FROM service_staffing",
            "SELECT tenant_id, is_test, service_id, center_id, service_name, category, status, actual_start_time, actual_end_time, created_at, archived_at FROM services",
            "SELECT * FROM identity_links WHERE role NOT IN ('warehouse', 'admin')", "SELECT * FROM people WHERE role NOT IN ('warehouse', 'admin')",
        ];
        var before = await RowsAsync();

        PortalMigrations.MigrateTo(database.ConnectionString, engine, FirstRelease);
        Assert.Equal(Versions.Where(v => v > FirstRelease), (await PortalMigrations.ValidateAsync(database.ConnectionString, engine)).MissingMigrations.Select(m => long.Parse(m.Split('_')[0])));
        PortalMigrations.MigrateTo(database.ConnectionString, engine, PortalMigrations.Latest);

        Assert.Equal(before, await RowsAsync());
        Assert.True((await PortalMigrations.ValidateAsync(database.ConnectionString, engine)).IsCurrent);
        Assert.Equal(0, await database.CountAsync("SELECT count(*) FROM services WHERE managed_by <> 'manager' OR warehouse_id IS NOT NULL"));

        async Task<List<string>> RowsAsync()
        {
            List<string> rows = [];
            foreach (var sql in kept)
                rows.AddRange((await database.LinesAsync(sql)).Order(StringComparer.Ordinal));
            return rows;
        }
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task The_command_goes_up_and_down_to_a_version(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        Assert.Equal((0, ""), await CommandAsync(database, "--to", $"{FirstRelease}"));
        Assert.Equal(Versions.Where(v => v > FirstRelease), await MissingAsync());
        Assert.Equal((0, ""), await CommandAsync(database));
        Assert.Empty(await MissingAsync());
        Assert.Equal((0, ""), await CommandAsync(database, "--to", $"{Versions[2]}"));
        Assert.Equal(Versions[3..], await MissingAsync());
        Assert.Equal((0, ""), await CommandAsync(database, "--to", "0"));
        Assert.Equal(Versions, await MissingAsync());

        async Task<IEnumerable<long>> MissingAsync() =>
            (await PortalMigrations.ValidateAsync(database.ConnectionString, engine)).MissingMigrations.Select(m => long.Parse(m.Split('_')[0]));
    }

    [Theory]
    [InlineData("--to")]
    [InlineData("--to", "")]
    [InlineData("--to", "latest")]
    [InlineData("--to", "-1")]
    [InlineData("--to", "202611230000")]
    [InlineData("--to", "999999999999999999999999")]
    public async Task A_version_that_is_none_is_wrong_use(params string[] args)
    {
        await using var database = await TestDatabase.CreateAsync(PortalEngine.Sqlite);
        var (code, error) = await CommandAsync(database, args);
        Assert.Equal(2, code);
        Assert.StartsWith("Usage: migrate [--to VERSION].", error);
        Assert.False(File.Exists(database.ConnectionString["Data Source=".Length..]));
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task The_command_leaves_a_newer_schema_alone(PortalEngine engine)
    {
        await using var database = await TestDatabase.CreateMigratedAsync(engine);
        await database.ExecuteAsync("INSERT INTO schema_migrations (version) VALUES (209901010001)");
        var before = await database.SchemaAsync();
        foreach (var args in new string[][] { [], ["--to", "0"] })
        {
            var (code, error) = await CommandAsync(database, args);
            Assert.Equal(1, code);
            Assert.Contains("209901010001", error);
        }

        Assert.Equal(before, await database.SchemaAsync());
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

    private static async Task<(int Code, string Error)> CommandAsync(TestDatabase database, params string[] args)
    {
        using var error = new StringWriter();
        return (await MigrateCommand.RunAsync(["--ConnectionStrings:Portal", database.ConnectionString, .. args], error), error.ToString());
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "CksCore.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("The repository's root is not above the tests.");
    }
}
