using System.Data.Common;
using System.Text.RegularExpressions;
using Cks.Samples.Portal.Database;
using CsCheck;
using Microsoft.Data.Sqlite;

namespace Cks.Tests.Database;

/// <summary>What the schema itself refuses, whoever writes.</summary>
public sealed class SchemaConstraintTests(SchemaConstraintTests.Databases databases) : IClassFixture<SchemaConstraintTests.Databases>
{
    private const string At = "'2026-01-05T08:00:00.0000000Z'";

    public static TheoryData<string, Rule, string> Refused => new()
    {
        { "a parent of another tenant", Rule.ForeignKey, Customer("acme", "CUS-009", "CON-001") },
        { "a test row under a live parent", Rule.ForeignKey, Customer("main", "CUS-001-TEST", "CON-001") },
        { "a live row under a test parent", Rule.ForeignKey, Customer("main", "CUS-009", "CON-001-TEST") },
        { "a parent that is not there", Rule.ForeignKey, Customer("main", "CUS-009", "CON-777") },
        { "a blank parent", Rule.ForeignKey, Customer("main", "CUS-009", "") },
        { "a lower-case code", Rule.Check, Customer("main", "cus-009", "CON-001") },
        { "a code of another role", Rule.Check, Customer("main", "CON-009", "CON-001") },
        { "a code with two digits", Rule.Check, Customer("main", "CUS-09", "CON-001") },
        { "a code with letters", Rule.Check, Customer("main", "CUS-00A", "CON-001") },
        { "a code with a space at its end", Rule.Check, Customer("main", "CUS-009 ", "CON-001") },
        { "a code with a new line at its end", Rule.Check, Customer("main", "CUS-009\n", "CON-001") },
        { "text after the test marker", Rule.Check, Customer("main", "CUS-009-TEST1", "CON-001-TEST", "TRUE") },
        { "a test marker in lower case", Rule.Check, Customer("main", "CUS-009-test", "CON-001-TEST", "TRUE") },
        { "a second test marker", Rule.Check, Customer("main", "CUS-009-TEST-TEST", "CON-001-TEST", "TRUE") },
        { "a live flag on a test code", Rule.Check, Customer("main", "CUS-009-TEST", null, "FALSE") },
        { "a test flag on a live code", Rule.Check, Customer("main", "CUS-009", null, "TRUE") },
        { "a tenant that is not there", Rule.ForeignKey, Customer("other", "CUS-009", null) },
        { "a code that is taken", Rule.Unique, Customer("main", "CUS-001", null) },
        { "a tenant that is no slug", Rule.Check, $"INSERT INTO tenants (tenant_id, name, created_at) VALUES ('Main', 'x', {At})" },
        { "a service named after another center", Rule.Check, Service("CEN-002-SRV-001", "CEN-001", "active") },
        { "a service without a number", Rule.Check, Service("CEN-001-SRV-", "CEN-001", "active") },
        { "a service with a status in upper case", Rule.Check, Service("CEN-001-SRV-001", "CEN-001", "Active") },
        { "a service at a center of another tenant", Rule.ForeignKey, Service("CEN-001-SRV-001", "CEN-001", "active", "acme") },
        { "live crew on a test service", Rule.ForeignKey, Staffing("CEN-001-TEST-SRV-001", "CRW-001", "TRUE") },
        { "test crew on a live service", Rule.ForeignKey, Staffing("CEN-001-SRV-009", "CRW-001-TEST", "FALSE") },
        { "the same crew twice on a service", Rule.Unique, Staffing("CEN-001-SRV-009", "CRW-001", "FALSE") },
        { "a user linked twice", Rule.Unique, Link("https://a.example.com", "user_1", "main", "customer", "CUS-001") },
        { "a person linked twice", Rule.Unique, Link("https://b.example.com", "user_9", "main", "contractor", "CON-001") },
        { "a link whose role is not its code's", Rule.Check, Link("https://a.example.com", "user_9", "main", "manager", "CUS-001") },
        { "a link with an unknown role", Rule.Check, Link("https://a.example.com", "user_9", "main", "root", "CUS-001") },
        { "a link without a subject", Rule.Check, Link("https://a.example.com", "", "main", "customer", "CUS-001") },
        { "a link into a tenant that is not there", Rule.ForeignKey, Link("https://a.example.com", "user_9", "other", "customer", "CUS-001") },
        { "moving a row under another tenant's parent", Rule.ForeignKey, "UPDATE customers SET tenant_id = 'acme' WHERE customer_id = 'CUS-001'" },
        { "deleting a parent that has children", Rule.ForeignKey, "DELETE FROM contractors WHERE tenant_id = 'main' AND contractor_id = 'CON-001'" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Sqlite_refuses(string what, Rule rule, string sql) =>
        await RefusesAsync(await databases.GetAsync(PortalEngine.Sqlite), what, rule, sql);

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Postgres_refuses(string what, Rule rule, string sql) =>
        await RefusesAsync(await databases.GetAsync(PortalEngine.Postgres), what, rule, sql);

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Rows_that_keep_the_rules_are_taken(PortalEngine engine)
    {
        var database = await databases.GetAsync(engine);
        string[] allowed =
        [
            Customer("main", "CUS-008", null),
            Customer("main", "CUS-1000", "CON-001"),
            Customer("main", "CUS-008-TEST", "CON-001-TEST", "TRUE"),
            Service("CEN-001-SRV-1000", "CEN-001", "completed"),
            Link("https://c.example.com", "user_1", "main", "customer", "CUS-001"),
        ];
        foreach (var sql in allowed)
            Assert.Equal(1, await WithRollbackAsync(database, sql));
    }

    [Fact]
    public async Task Sqlite_refuses_a_time_that_does_not_order_as_text()
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        foreach (var time in new[] { "2026-01-05", "2026-01-05 08:00:00", "2026-01-05T08:00:00Z", "2026-01-05T08:00:00.0000000+01:00", "now" })
            await RefusesAsync(database, time, Rule.Check, $"INSERT INTO tenants (tenant_id, name, created_at) VALUES ('other', 'x', '{time}')");
    }

    [Fact]
    public async Task Sqlite_refuses_text_after_a_nul()
    {
        var database = await databases.GetAsync(PortalEngine.Sqlite);
        await RefusesAsync(database, "a code", Rule.Check, Customer("main", "CUS-009", null).Replace("'CUS-009'", "'CUS-009' || char(0) || 'x'"));
        await RefusesAsync(database, "a slug", Rule.Check, $"INSERT INTO tenants (tenant_id, name, created_at) VALUES ('other' || char(0) || 'X', 'x', {At})");
    }

    /// <summary>Property: whatever text comes, both engines take exactly the codes of the written form, in the class that the code tells.</summary>
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Only_canonical_codes_are_taken(PortalEngine engine)
    {
        var database = await databases.GetAsync(engine);
        var piece = Gen.OneOf("CUS-", "CUS", "cus-", "CON-", "0", "12", "001", "1000", "-TEST", "-test", "TEST", "-", " ", "A", "\u0661", "\n", "'", "%");
        var text = Gen.OneOf(piece.Array[1, 4].Select(string.Concat), Gen.Select(Gen.Int[0, 20000], piece, (number, end) => $"{number:000}{end}"));
        var taken = 0;
        await Gen.Select(text, Gen.Bool, Gen.Bool).SampleAsync(
            async (rest, prefixed, test) =>
            {
                var code = prefixed ? $"CUS-{rest}" : rest;
                var canonical = Regex.IsMatch(code, @"\ACUS-[0-9]{3,}(-TEST)?\z") && test == code.EndsWith("-TEST", StringComparison.Ordinal)
                    && code != "CUS-001"; // it is taken
                var accepted = await IsTakenAsync(database, Customer("main", code, null, test ? "TRUE" : "FALSE"));
                Assert.True(accepted == canonical, $"'{code}' with test class {test}: {(accepted ? "taken" : "refused")}");
                taken += accepted ? 1 : 0;
            },
            iter: 600,
            threads: 1);
        Assert.True(taken > 0, $"only {taken} codes were canonical");
    }

    private static async Task<bool> IsTakenAsync(TestDatabase database, string sql)
    {
        try
        {
            return await WithRollbackAsync(database, sql) == 1;
        }
        catch (DbException)
        {
            return false;
        }
    }

    private static string Customer(string tenant, string code, string? parent, string? test = null) =>
        $"""
        INSERT INTO customers (tenant_id, is_test, customer_id, contractor_id, name, created_at)
        VALUES ('{tenant}', {test ?? Flag(code)}, '{code.Replace("'", "''")}', {(parent is null ? "NULL" : $"'{parent}'")}, 'x', {At})
        """;

    private static string Flag(string code) => code.Contains("-TEST", StringComparison.Ordinal) ? "TRUE" : "FALSE";

    private static string Service(string code, string center, string status, string tenant = "main") =>
        $"""
        INSERT INTO services (tenant_id, is_test, service_id, center_id, service_name, status, created_at)
        VALUES ('{tenant}', {Flag(code)}, '{code}', '{center}', 'x', '{status}', {At})
        """;

    private static string Staffing(string service, string crew, string test) =>
        $"INSERT INTO service_staffing (tenant_id, is_test, service_id, crew_id) VALUES ('main', {test}, '{service}', '{crew}')";

    private static string Link(string issuer, string subject, string tenant, string role, string code) =>
        $"INSERT INTO identity_links (issuer, subject, tenant_id, role, code) VALUES ('{issuer}', '{subject}', '{tenant}', '{role}', '{code}')";

    internal static async Task<int> WithRollbackAsync(TestDatabase database, string sql)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    // Which rule refuses is part of the claim: a wrong statement, or another rule, would prove nothing.
    internal static async Task RefusesAsync(TestDatabase database, string what, Rule rule, string sql)
    {
        var error = await Assert.ThrowsAnyAsync<DbException>(() => WithRollbackAsync(database, sql));
        Rule? broken = error is SqliteException sqlite
            ? sqlite.SqliteExtendedErrorCode switch { 787 => Rule.ForeignKey, 275 => Rule.Check, 1555 or 2067 => Rule.Unique, _ => null }
            : error.SqlState switch { "23503" => Rule.ForeignKey, "23514" => Rule.Check, "23505" => Rule.Unique, _ => null };
        Assert.True(rule == broken, $"{what}: {error.Message}");
    }

    /// <summary>The kinds of rules a schema has.</summary>
    public enum Rule
    {
        ForeignKey,
        Check,
        Unique,
    }

    /// <summary>A small tree in each engine: one live and one test branch in main, an empty acme.</summary>
    public sealed class Databases : IAsyncDisposable
    {
        private readonly Dictionary<PortalEngine, Lazy<Task<TestDatabase>>> _databases =
            Enum.GetValues<PortalEngine>().ToDictionary(e => e, e => new Lazy<Task<TestDatabase>>(() => CreateAsync(e)));

        public Task<TestDatabase> GetAsync(PortalEngine engine) => _databases[engine].Value;

        public async ValueTask DisposeAsync()
        {
            foreach (var database in _databases.Values.Where(d => d.IsValueCreated && d.Value.IsCompletedSuccessfully))
                await (await database.Value).DisposeAsync();
        }

        private static async Task<TestDatabase> CreateAsync(PortalEngine engine)
        {
            var database = await TestDatabase.CreateMigratedAsync(engine);
            await database.ExecuteAsync($"INSERT INTO tenants (tenant_id, name, created_at) VALUES ('main', 'Main', {At}), ('acme', 'Acme', {At})");
            foreach (var (test, suffix) in new[] { ("FALSE", ""), ("TRUE", "-TEST") })
            {
                (string, string, string)[] tables = [("contractors", "contractor_id", "CON"), ("centers", "center_id", "CEN"), ("crew", "crew_id", "CRW")];
                foreach (var (table, column, prefix) in tables)
                {
                    await database.ExecuteAsync(
                        $"INSERT INTO {table} (tenant_id, is_test, {column}, name, created_at) VALUES ('main', {test}, '{prefix}-001{suffix}', 'x', {At})");
                }
            }

            await database.ExecuteAsync(Customer("main", "CUS-001", "CON-001"));
            await database.ExecuteAsync(Service("CEN-001-SRV-009", "CEN-001", "active"));
            await database.ExecuteAsync(Service("CEN-001-TEST-SRV-001", "CEN-001-TEST", "active"));
            await database.ExecuteAsync(Staffing("CEN-001-SRV-009", "CRW-001", "FALSE"));
            await database.ExecuteAsync(Link("https://a.example.com", "user_1", "main", "contractor", "CON-001"));
            return database;
        }
    }
}
