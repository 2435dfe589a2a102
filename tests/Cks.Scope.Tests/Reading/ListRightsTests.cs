using System.Data.Common;
using System.Text;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Microsoft.Data.Sqlite;

namespace Cks.Scope.Tests.Reading;

/// <summary>What a mask lets a request filter and sort by, and whose a cursor is.</summary>
public sealed class ListRightsTests
{
    private static readonly Subject Me = new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" };

    private static Graph Data(string status) => new(
        [new("managers", "MGR-001", "main", false, false, "active", null)],
        [.. Enumerable.Range(1, 4).Select(i => new Order($"ORD-{i:000}", "main", false, false, status, "plain", "MGR-001", null, null, Graph.Now.AddDays(-i), null, 1, 2))]);

    private static async Task WithAsync(string status, Func<DbDataSource, Task> test)
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=rights-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await Data(status).WriteAsync(source, "text");
        await test(source);
    }

    [Fact]
    public Task S04_a_field_that_may_be_read_need_not_be_one_to_filter_or_sort_by() => WithAsync("open", async source =>
    {
        var text = ScopeText.Policy.Replace(
            """orders": { "permit": [{ "actions": ["orders:view"], "fields": { "read": ["code", "status", "kind", "maker", "created", "due", "onHand", "minimum"] } }] }""",
            """orders": { "permit": [{ "actions": ["orders:view"], "fields": { "read": ["code", "status", "kind", "maker", "created", "due", "onHand", "minimum"], "filter": ["code"], "sort": ["code"] } }] }""", StringComparison.Ordinal);
        Assert.NotEqual(ScopeText.Policy, text);
        var policy = SnapshotStore<Policy>.Load(Encoding.UTF8.GetBytes(text), utf8 => PolicyReader.Read("test.rbac.json", utf8));
        var scopes = new TestScopes(source, SqliteCompiler.Default, policy: policy);
        ScopeText.ModelStore.Current.Value.TryGetEntity("order", out var order);
        // The query builder refuses:
        Assert.Throws<QueryRefusedException>(() => scopes.Queries.Scope(Me, Query.From(order!.Table).Where(order.Table.Column<string>("kind"), Op.Eq, "plain").Select(order.Key)));
        // The list does not:
        Assert.Equal(("bad_filter", "bad_sort"), (
            (await scopes.Service.ListAsync(Me, "orders", new() { Filter = [FieldFilter.Is("kind", "plain")] })).Reason.ToText(),
            (await scopes.Service.ListAsync(Me, "orders", new() { Sort = "-minimum" })).Reason.ToText()));
    });

    [Fact]
    public Task A_text_that_is_too_long_for_a_cursor_is_none_to_sort_by() => WithAsync(new string('ü', 1_500), async source =>
    {
        var scopes = new TestScopes(source, SqliteCompiler.Default);
        Assert.Equal("bad_sort", (await scopes.Service.ListAsync(Me, "orders", new() { Sort = "status", Limit = 2 })).Reason.ToText());
        Assert.True((await scopes.Service.ListAsync(Me, "orders", new() { Sort = "status", Limit = 4 })).IsFound);
    });

    [Fact]
    public Task S28_a_cursor_is_of_whoever_acts() => WithAsync("open", async source =>
    {
        var scopes = new TestScopes(source, SqliteCompiler.Default);
        var cursor = (await scopes.Service.ListAsync(Me, "orders", new() { Limit = 2 })).Set!.Next!;
        var other = new Subject("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001", Actor = "admin", ActorCode = "MGR-001", ActorRoles = ["manager"] };
        Assert.Equal("bad_cursor", (await scopes.Service.ListAsync(other, "orders", new() { Limit = 2, After = cursor })).Reason.ToText());
    });

    [Fact]
    public Task The_ends_of_time_are_values() => WithAsync("open", async source =>
    {
        var scopes = new TestScopes(source, SqliteCompiler.Default);
        foreach (var t in new[] { "0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999-14:00", "0000-01-01", "9999-12-31T23:59:59.999999Z" })
            foreach (var kind in new[] { FieldFilterKind.OneOf, FieldFilterKind.AtLeast, FieldFilterKind.Below })
                Assert.NotEqual("unknown_set", (await scopes.Service.ListAsync(Me, "orders", new() { Filter = [new("due", kind, [t])] })).Reason.ToText());
    });
}
