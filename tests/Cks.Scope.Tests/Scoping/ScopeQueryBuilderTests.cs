using System.Text;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;

namespace Cks.Scope.Tests.Scoping;

public sealed class ScopeQueryBuilderTests
{
    private static readonly Subject Manager = Of("manager", "MGR-001");

    // As the others, but a center shows its customer.
    private static readonly SnapshotStore<ScopeModel> Model = SnapshotStore<ScopeModel>.Load(
        Encoding.UTF8.GetBytes(ScopeText.Model.Replace("\"fields\": { \"code\": \"id\", \"status\": \"status\" }, \"code\": { \"prefix\": \"CEN\"", "\"fields\": { \"code\": \"id\", \"status\": \"status\", \"customer\": \"customer\" }, \"code\": { \"prefix\": \"CEN\"")),
        utf8 => ScopeModelReader.Read("test", utf8));

    private static readonly SnapshotStore<Policy> Policy = SnapshotStore<Policy>.Load(
        Encoding.UTF8.GetBytes(ScopeText.Policy.Replace("\"center\": { \"actions\": [\"view\"], \"fields\": [\"code\", \"status\"] }", "\"center\": { \"actions\": [\"view\"], \"fields\": [\"code\", \"status\", \"customer\"] }")
            .Replace("{ \"actions\": [\"center:view\"], \"fields\": { \"read\": [\"code\", \"status\"] } }", "{ \"actions\": [\"center:view\"], \"fields\": { \"read\": [\"code\", \"status\", \"customer\"] } }")),
        utf8 => PolicyReader.Read("test", utf8));

    [Fact]
    public async Task Relationships_stand_beside_each_other_as_far_as_they_are_seen()
    {
        await using var source = NaiveModelTests.Memory();
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await new Graph(
        [
            new("managers", "MGR-001", "main", false, false, null, null), new("admins", "ADM-001", "main", false, false, null, null), new("managers", "MGR-003", "main", false, true, null, null),
            new("customers", "CUS-001", "main", false, false, "active", "MGR-001"), new("customers", "CUS-002", "main", false, false, "paused", "MGR-001"), new("customers", "CUS-003", "main", false, false, null, "MGR-002"),
            new("centers", "CEN-001", "main", false, false, "active", "CUS-001"), new("centers", "CEN-002", "main", false, true, null, "CUS-001"), new("centers", "CEN-003", "main", false, false, null, "CUS-003"),
            new("centers", "CEN-001", "acme", false, false, "foreign", "CUS-002"), new("customers", "CUS-001", "acme", false, false, null, "MGR-001"),
        ]).WriteAsync(source, "text");
        var scopes = new TestScopes(source, SqliteCompiler.Default, Model, Policy);

        Assert.Equal(["CUS-001 active", "CUS-002 paused"], await ReadAsync(Manager, "customers"));
        Assert.Equal(["CUS-001 active CEN-001 active CUS-001", "CUS-002 paused NULL NULL NULL"], await ReadAsync(Manager, "customers", "centers"));
        Assert.Empty(await ReadAsync(Of("manager", "MGR-003"), "customers", "centers"));
        Assert.Equal(["CUS-001 active", "CUS-002 paused", "CUS-003 NULL"], await ReadAsync(Of("admin", "ADM-001"), "customer"));
        Assert.Single(await scopes.Scoped.ReadListAsync(Manager, ScopeQueryBuilder.For(scopes.Queries, Manager).IncludeRelationship("customers").Limit(1).Build(), r => r.GetString(0), TestContext.Current.CancellationToken));

        async Task<string[]> ReadAsync(Subject me, params string[] names)
        {
            var builder = ScopeQueryBuilder.For(scopes.Queries, me);
            var query = names.Aggregate(builder.ForRole(me.Roles[0]), (b, name) => b.IncludeRelationship(name)).Build();
            return [.. (await scopes.Scoped.ReadListAsync(me, query, r => string.Join(' ', Enumerable.Range(0, r.FieldCount).Select(i => r.IsDBNull(i) ? "NULL" : r.GetString(i))), TestContext.Current.CancellationToken)).Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public void A_relationship_that_the_role_has_not_or_that_fits_nowhere_is_a_mistake()
    {
        var builder = ScopeQueryBuilder.For(Queries(), Manager);

        Assert.Contains("no relationship stores; it has customers, centers", Assert.Throws<ArgumentException>(() => builder.IncludeRelationship("stores").Build()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => builder.IncludeRelationship("customers").IncludeRelationship("customers").Build());
        Assert.Throws<ArgumentException>(() => builder.IncludeRelationship("customers").IncludeRelationship("crew").Build());
        Assert.Throws<ArgumentException>(() => builder.IncludeRelationship("centers").IncludeRelationship("customers").Build());
        Assert.Throws<InvalidOperationException>(() => builder.Build());
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Limit(-1));
    }

    [Fact]
    public void S04_a_role_that_one_has_not_and_what_one_may_not_see_is_refused()
    {
        var queries = Queries();
        AssertHidden(() => ScopeQueryBuilder.For(queries, Manager).ForRole("center").IncludeRelationship("crew").Build());
        AssertHidden(() => ScopeQueryBuilder.For(queries, Manager).ForRole("nobody").IncludeRelationship("crew").Build());
        AssertHidden(() => ScopeQueryBuilder.For(queries, Subject.Nobody).IncludeRelationship("crew").Build());
        AssertHidden(() => ScopeQueryBuilder.For(queries, new("u", TenantId.Parse("main"), ["manager", "narrow"]) { Code = "MGR-001" }).IncludeRelationship("crew").Build());
        // By which customer a center is joined is not shown in the model of the other tests.
        AssertHidden(() => ScopeQueryBuilder.For(Queries(ScopeText.ModelStore), Manager).IncludeRelationship("customers").IncludeRelationship("centers").Build());

        static void AssertHidden(Action build) => Assert.Equal(QueryRefusal.HiddenColumn, Assert.Throws<QueryRefusedException>(build).Reason);
    }

    private static ScopeQueries Queries(SnapshotStore<ScopeModel>? model = null) =>
        new TestScopes(NaiveModelTests.Memory(), SqliteCompiler.Default, model ?? Model, Policy).Queries;

    private static Subject Of(string role, string code) => new("u", TenantId.Parse("main"), [role]) { Code = code };
}
