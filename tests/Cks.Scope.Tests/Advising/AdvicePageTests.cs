using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Microsoft.Data.Sqlite;

namespace Cks.Scope.Tests.Advising;

/// <summary>The example of a page gives what the page says, where its tables have keys and nothing else.</summary>
public sealed class AdvicePageTests
{
    private const string Policy = """
        {
          "version": 1,
          "resources": { "manager": { "actions": ["view"], "fields": ["code"] }, "center": { "actions": ["view"], "fields": ["code"] } },
          "roles": { "manager": { "permit": [{ "actions": ["manager:view"], "fields": { "read": ["code"] } }, { "actions": ["center:view"], "fields": { "read": ["code"] } }] } }
        }
        """;

    private const string Tables = """
        CREATE TABLE managers (tenant_id text NOT NULL, is_test boolean NOT NULL, manager_id text NOT NULL, PRIMARY KEY (manager_id, tenant_id));
        CREATE TABLE centers (tenant_id text NOT NULL, is_test boolean NOT NULL, center_id text NOT NULL, manager_id text, PRIMARY KEY (center_id, tenant_id));
        INSERT INTO managers VALUES ('main', FALSE, 'M1');
        INSERT INTO centers WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT 'main', FALSE, 'C' || i, 'M' || i FROM n;
        """;

    [Theory]
    [InlineData("CKS328")]
    [InlineData("CKS329")]
    public async Task The_example_of_a_page_gives_the_finding_that_the_page_shows(string id)
    {
        using var reader = new StreamReader(typeof(AdvicePageTests).Assembly.GetManifestResourceStream($"{id}.md")!);
        var blocks = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ReplaceLineEndings("\n").Split("```").Where((_, i) => i % 2 == 1).Select(b => b.Split('\n', 2)).ToDictionary(b => b[0], b => b[1].TrimEnd('\n'));
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=page-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await open.ReadAsync(Tables, [], _ => { }, TestContext.Current.CancellationToken);
        var policy = Core.SnapshotStore<Policy>.Load(System.Text.Encoding.UTF8.GetBytes(Policy), utf8 => PolicyReader.Read("app.rbac.json", utf8));

        var advice = await new ScopeAdvisor(ScopeText.Read(blocks["json"]).GetOrThrow(), new PolicyDecisionPoint(policy), TimeProvider.System).AdviseAsync(source, SqliteCompiler.Default, 10_000, TestContext.Current.CancellationToken);

        Assert.Equal([blocks["text"]], advice.Findings.Where(f => f.Code.Id == id).Select(f => f.ToString()));
    }
}
