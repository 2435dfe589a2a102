using System.Text.RegularExpressions;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Microsoft.Data.Sqlite;

namespace Cks.Scope.Tests.Reading;

public sealed class ScopeQueriesTests
{
    private static readonly TestScopes Scopes = new(SqliteFactory.Instance.CreateDataSource("Data Source=/nowhere/at/all.db;Mode=ReadOnly"), SqliteCompiler.Default);

    public static TheoryData<string, string> Everything => [.. from role in ScopeText.ModelStore.Current.Value.Strategies from entity in ScopeText.ModelStore.Current.Value.Entities select (role.Role, entity.Name)];

    [Theory]
    [MemberData(nameof(Everything))]
    public void S05_every_table_of_a_query_has_its_own_tenant_and_test_class(string role, string entity)
    {
        var query = Scopes.Queries.Rows(new("u", TenantId.Parse("main"), [role]) { Code = "X-1" }, entity);
        foreach (var compiler in new SqlCompiler[] { SqliteCompiler.Default, PostgresCompiler.Default })
        {
            var sql = compiler.Compile(query).Sql;
            var tables = Regex.Matches(sql, "FROM (\"[a-z]+\")").Select(m => m.Groups[1].Value).ToArray();
            Assert.Contains($"\"{ScopeText.ModelStore.Current.Value.Entities.Single(e => e.Name == entity).Table.Name}\"", tables);
            foreach (var table in tables.GroupBy(t => t).Where(_ => !query.IsFalse))
                foreach (var column in new[] { "tenant", "test" })
                    Assert.Equal(table.Count(), Regex.Count(sql, $"{table.Key}\\.\"{column}\" = "));
        }
    }

    [Fact]
    public async Task Rows_that_are_shared_are_seen_from_a_live_record_only()
    {
        var text = ScopeText.Model.Replace("\"manager\": { \"entity\": \"manager\"", "\"manager\": { \"entity\": \"manager\", \"lists\": [\"reports\"] }, \"other\": { \"entity\": \"manager\"")
            .Replace("\"reports\", \"key\": \"id\", \"tenant\": \"tenant\", \"test\": \"test\"", "\"reports\", \"key\": \"id\", \"shared\": \"the same for all\"")
            .Replace("\"own\": [\"ecosystemReports\"]", "\"own\": [\"ecosystemReports\", \"ownReports\"]")
            .Replace("\"relations\": [", "\"relations\": [{ \"name\": \"ownReports\", \"from\": \"manager\", \"to\": \"report\", \"by\": \"manager\" },");
        var model = SnapshotStore<ScopeModel>.Load(System.Text.Encoding.UTF8.GetBytes(text), utf8 => ScopeModelReader.Read("test", utf8));
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=scope-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await new Graph(
            [new("managers", "MGR-001", "main", false, false, null, null), new("managers", "MGR-002", "main", false, true, null, null)],
            reports: [new("RPT-001", "acme", true, false, "MGR-001"), new("RPT-002", "main", false, false, "MGR-002"), new("RPT-003", "main", false, true, "MGR-001")]).WriteAsync(source, "text");
        var scopes = new TestScopes(source, SqliteCompiler.Default, model);

        Assert.Equal(["RPT-001"], await scopes.KeysAsync(new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" }, "report"));
        Assert.Empty(await scopes.KeysAsync(new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-002" }, "report"));
        Assert.Empty(await scopes.KeysAsync(new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001", IsTest = true }, "report"));
    }

    [Fact]
    public void Nobody_and_an_unknown_entity_give_no_query_that_could_match()
    {
        Assert.True(Scopes.Queries.Rows(Subject.Nobody, "order").IsFalse);
        Assert.True(Scopes.Queries.Rows(new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" }, "staffing").IsFalse);
        Assert.Throws<ArgumentException>(() => Scopes.Queries.Rows(Subject.Nobody, "orders"));
    }
}
