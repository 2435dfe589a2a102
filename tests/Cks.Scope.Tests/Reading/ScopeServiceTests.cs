using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Tests;
using Microsoft.Data.Sqlite;

namespace Cks.Scope.Tests.Reading;

public sealed class ScopeServiceTests
{
    private static readonly Graph Small = new(
    [
        new("managers", "ma1", "main", false, false, " Assigned ", null),
        new("customers", "cu1", "main", false, false, "active", "ma1"),
        new("centers", "ce1", "main", false, false, "active", "cu1"),
        new("crew", "cr1", "main", false, false, "", "ce1"),
        new("crew", "cr2", "main", false, true, "active", "ce1"),
        new("services", "se1", "main", false, false, "active", "ce1"),
        new("staffing", "", "main", false, false, null, "cr1", "se1"),
    ]);

    private static Subject Me(string code, params string[] roles) => new("u", TenantId.Parse("main"), roles) { Code = code };

    private static async Task<RoleScope?> ReadAsync(Graph graph, Subject subject)
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=scope-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await graph.WriteAsync(source, "text");
        return await new TestScopes(source, SqliteCompiler.Default).Service.GetScopeAsync(subject, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_answer_has_the_agreed_shape()
    {
        var json = JsonSerializer.Serialize(await ReadAsync(Small, Me("cr1", "crew")));

        Assert.Matches("""^\{"role":"crew","cksCode":"cr1","policyVersion":"v1-[0-9a-f]{8}","scopeVersion":"v1-[0-9a-f]{8}","summary":\{"accountStatus":null,"activeServices":1\},"relationships":\{"center":\{"code":"ce1","status":"active"\},"services":\{"items":\[\{"code":"se1","status":"active"\}\],"next":null,"count":1,"more":false\}\}\}$""", json);
    }

    [Fact]
    public async Task S04_a_hidden_field_a_hidden_set_and_their_metrics_are_absent()
    {
        var scope = await ReadAsync(Small, Me("ma1", "manager", "narrow"));

        Assert.Equal(["centers", "services"], scope!.Relationships.Keys.Order());
        Assert.Equal(["code"], scope.Relationships["services"].Items[0].Names);
        Assert.Equal(["accountStatus", "dueToday"], scope.Summary.Keys.Order());
        Assert.DoesNotContain("crew", JsonSerializer.Serialize(scope));
    }

    [Fact]
    public async Task S04_a_hidden_field_of_the_own_record_is_in_no_metric()
    {
        var scope = await ReadAsync(Small, Me("cr1", "crew", "narrow"));

        Assert.DoesNotContain("accountStatus", scope!.Summary.Keys);
    }

    [Theory]
    [InlineData("", "crew")]
    [InlineData("cr1", "visitor")]
    [InlineData("cr2", "crew")]
    [InlineData("cr1", "center")]
    [InlineData("CR1", "crew")]
    [InlineData("cr1' OR '1'='1", "crew")]
    public async Task Who_is_not_a_live_viewer_has_no_scope(string code, string role) => Assert.Null(await ReadAsync(Small, Me(code, role)));

    [Fact]
    public async Task S01_without_a_tenant_or_of_the_other_test_class_there_is_no_scope()
    {
        Assert.Null(await ReadAsync(Small, new Subject("u", default, ["crew"]) { Code = "cr1" }));
        Assert.Null(await ReadAsync(Small, new Subject("u", TenantId.Parse("main"), ["crew"]) { Code = "cr1", IsTest = true }));
        Assert.Null(await ReadAsync(Small, new Subject("u", TenantId.Parse("acme"), ["crew"]) { Code = "cr1" }));
    }

    [Fact]
    public async Task Counts_are_exact_to_a_thousand_and_the_page_holds_two_hundred()
    {
        var crowd = Enumerable.Range(0, 1_001).Select(i => new Node("crew", $"cr{i:0000}", "main", false, false, null, "ce1"));
        var more = await ReadAsync(new([.. Small.Nodes.Where(n => n.Table != "crew"), .. crowd]), Me("ce1", "center"));
        var exact = await ReadAsync(new([.. Small.Nodes.Where(n => n.Table != "crew"), .. crowd.Skip(1)]), Me("ce1", "center"));

        Assert.Equal((200, 1_000L, true), (more!.Relationships["crew"].Items.Count, more.Relationships["crew"].Count, more.Relationships["crew"].More));
        Assert.Equal((200, 1_000L, false), (exact!.Relationships["crew"].Items.Count, exact.Relationships["crew"].Count, exact.Relationships["crew"].More));
        Assert.Equal(1_001L, more.Summary["crewCount"]);
        Assert.Equal("cr0000", more.Relationships["crew"].Items[0]["code"]);
    }

    [Fact]
    public async Task A_scope_is_one_round_trip_on_PostgreSQL()
    {
        await using var database = new PostgresDatabase();
        var source = await database.SourceAsync();
        await Small.WriteAsync(source, "timestamptz");
        var trips = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                lock (trips)
                    if (a.GetTagItem("db.namespace") is string name && source.ConnectionString.Contains(name))
                        trips.Add(a.OperationName);
            },
        };
        ActivitySource.AddActivityListener(listener);

        Assert.NotNull(await new TestScopes(source, PostgresCompiler.Default).Service.GetScopeAsync(Me("ma1", "manager"), TestContext.Current.CancellationToken));

        Assert.Single(trips);
    }

    [Fact]
    public async Task A_dead_database_is_an_exception_and_never_an_empty_scope()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource("Data Source=/nowhere/at/all.db;Mode=ReadOnly");

        await Assert.ThrowsAnyAsync<DbException>(async () => await new TestScopes(source, SqliteCompiler.Default).Service.GetScopeAsync(Me("ma1", "manager"), TestContext.Current.CancellationToken));
    }
}
