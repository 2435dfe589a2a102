using Cks.Scope.Tests.Model;
using Npgsql;

namespace Cks.Scope.Tests.RowSecurity;

public sealed class RowSecurityCheckTests(GuardedWorld world) : IClassFixture<GuardedWorld>
{
    [Fact]
    public async Task A_guarded_database_has_nothing_to_mend()
    {
        var database = await world.DatabaseAsync();

        Assert.Empty(await Scope.RowSecurity.CheckAsync(database.Owner, ScopeText.ModelStore.Current.Value, GuardedDatabase.Options, TestContext.Current.CancellationToken));
        Assert.Empty(await Scope.RowSecurity.CheckAsync(database.App, ScopeText.ModelStore.Current.Value, GuardedDatabase.Options, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_script_can_be_run_again_and_shows_the_same()
    {
        await using var database = await GuardedDatabase.CreateAsync(1);
        await new Reading.Graph([]).WriteAsync(database.Owner, "timestamptz");
        await database.GuardAsync(ScopeText.ModelStore.Current.Value);
        await database.GuardAsync(ScopeText.ModelStore.Current.Value);

        Assert.Empty(await Scope.RowSecurity.CheckAsync(database.Owner, ScopeText.ModelStore.Current.Value, GuardedDatabase.Options, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("ALTER ROLE cks_test_app SUPERUSER", "CKS319", "\"cks_test_app\" is a superuser.")]
    [InlineData("ALTER ROLE cks_test_app BYPASSRLS", "CKS319", "\"cks_test_app\" is BYPASSRLS.")]
    [InlineData("ALTER ROLE cks_test_app CREATEROLE", "CKS319", "has CREATEROLE")]
    [InlineData("ALTER TABLE customers OWNER TO cks_test_app", "CKS319", "\"cks_test_app\" is the owner of customers.")]
    [InlineData("GRANT cks_test_definer TO cks_test_app", "CKS319", "can become \"cks_test_definer\", the owner of the functions.")]
    [InlineData("CREATE ROLE cks_test_between BYPASSRLS; CREATE ROLE cks_test_outer; GRANT cks_test_between TO cks_test_outer; GRANT cks_test_outer TO cks_test_app; ALTER ROLE cks_test_app NOINHERIT", "CKS319", "can become \"cks_test_between\", BYPASSRLS.")]
    [InlineData("ALTER ROLE cks_test_definer LOGIN", "CKS319", "may do more than they need")]
    [InlineData("ALTER TABLE crew DISABLE ROW LEVEL SECURITY", "CKS320", "\"crew\" has row level security switched off.")]
    [InlineData("ALTER TABLE crew NO FORCE ROW LEVEL SECURITY", "CKS320", "\"crew\" has no FORCE")]
    [InlineData("DROP TABLE reports", "CKS320", "There is no table \"public.reports\".")]
    [InlineData("DROP SCHEMA cks_rls CASCADE", "CKS320", "are not those of this model")]
    [InlineData("COMMENT ON SCHEMA cks_rls IS 'another'", "CKS320", "are not those of this model")]
    [InlineData("CREATE POLICY wide ON crew TO PUBLIC USING (true)", "CKS320", "another policy, \"wide\"")]
    [InlineData("GRANT TRUNCATE ON crew TO PUBLIC", "CKS320", "has TRUNCATE on \"crew\"")]
    [InlineData("CREATE VIEW all_crew AS SELECT * FROM crew; GRANT SELECT ON all_crew TO cks_test_app", "CKS321", "The view all_crew shows what its owner sees.")]
    [InlineData("CREATE VIEW inner_crew WITH (security_invoker = false) AS SELECT * FROM crew; CREATE VIEW outer_crew AS SELECT id FROM inner_crew; GRANT SELECT (id) ON outer_crew TO cks_test_app", "CKS321", "The view outer_crew shows what its owner sees.")]
    [InlineData("CREATE MATERIALIZED VIEW kept_crew AS SELECT * FROM crew; GRANT SELECT ON kept_crew TO cks_test_app", "CKS321", "kept_crew holds rows")]
    [InlineData("CREATE TABLE old_crew () INHERITS (crew); GRANT SELECT ON old_crew TO cks_test_app", "CKS321", "old_crew holds rows of a guarded table")]
    [InlineData("CREATE FUNCTION count_crew() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM crew'", "CKS321", "looks names up where its caller says")]
    [InlineData("CREATE FUNCTION count_crew() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public AS 'SELECT count(*) FROM crew'", "CKS321", "a superuser.")]
    [InlineData("ALTER FUNCTION cks_rls.role() RESET search_path", "CKS321", "cks_rls.role()")]
    public async Task S24_what_leads_around_the_policies_is_found(string spoil, string code, string message)
    {
        var database = await world.DatabaseAsync();
        await using var connection = await database.Owner.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken); // and never committed
        await using (var command = new NpgsqlCommand(spoil, connection, transaction))
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var findings = await new RowSecurityCheck(connection, ScopeText.ModelStore.Current.Value, GuardedDatabase.Options, TestContext.Current.CancellationToken).RunAsync();

        Assert.Contains(findings, f => f.Code.Id == code && f.Message.Contains(message, StringComparison.Ordinal));
        Assert.All(findings, f => Assert.NotEqual("", f.Fix));
    }

    [Theory]
    [InlineData("CREATE VIEW my_crew WITH (security_invoker) AS SELECT * FROM crew; GRANT SELECT ON my_crew TO cks_test_app")]
    [InlineData("CREATE VIEW hidden_crew AS SELECT * FROM crew")]
    [InlineData("CREATE POLICY narrow ON crew AS RESTRICTIVE TO PUBLIC USING (status <> 'x')")]
    [InlineData("CREATE POLICY others ON crew TO cks_test_definer USING (true)")]
    [InlineData("CREATE FUNCTION count_crew() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM crew'; REVOKE ALL ON FUNCTION count_crew() FROM PUBLIC")]
    [InlineData("CREATE TABLE old_crew () INHERITS (crew)")]
    public async Task What_the_application_cannot_use_or_what_shows_it_no_more_is_fine(string change)
    {
        var database = await world.DatabaseAsync();
        await using var connection = await database.Owner.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = new NpgsqlCommand(change, connection, transaction))
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.Empty(await new RowSecurityCheck(connection, ScopeText.ModelStore.Current.Value, GuardedDatabase.Options, TestContext.Current.CancellationToken).RunAsync());
    }

    [Fact]
    public async Task A_role_that_is_not_there_is_found_before_anything_else()
    {
        var database = await world.DatabaseAsync();

        var findings = await Scope.RowSecurity.CheckAsync(database.Owner, ScopeText.ModelStore.Current.Value, GuardedDatabase.Options with { Role = "cks_test_nobody" }, TestContext.Current.CancellationToken);

        Assert.Equal(["CKS319 There is no role \"cks_test_nobody\"."], findings.Select(f => $"{f.Code.Id} {f.Message}"));
    }
}
