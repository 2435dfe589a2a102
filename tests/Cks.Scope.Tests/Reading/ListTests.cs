using System.Data.Common;
using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Tests;
using CsCheck;
using Microsoft.Data.Sqlite;

namespace Cks.Scope.Tests.Reading;

public sealed class ListTests : IAsyncLifetime
{
    private static readonly Graph Data = new(
    [
        new("admins", "ADM-001", "main", false, false, null, null),
        new("managers", "MGR-001", "main", false, false, "active", null),
        new("managers", "MGR-001", "acme", false, false, "active", null),
        new("managers", "MGR-009", "main", false, true, "active", null),
        new("customers", "CUS-001", "main", false, false, "active", "MGR-001"),
        new("centers", "CEN-001", "main", false, false, "active", "CUS-001"),
        .. Enumerable.Range(1, 1_001).Select(i => new Node("crew", $"CRW-{i:0000}", "main", false, false, i % 2 == 0 ? "active" : null, "CEN-001")),
    ], [.. Enumerable.Range(1, 9).Select(i => new Order($"ORD-{i:000}", "main", false, false, i % 2 == 0 ? "open" : "done", "plain", "MGR-001", "CUS-001", "CEN-001", Graph.Now.AddHours(-i / 3), null, 1, 2))]);

    private readonly DbDataSource _source = SqliteFactory.Instance.CreateDataSource($"Data Source=scope-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
    private DbConnection? _open;
    private TestScopes _scopes = null!;

    private static Subject Manager { get; } = Me("MGR-001", "manager");

    public async ValueTask InitializeAsync()
    {
        _open = await _source.OpenConnectionAsync();
        await Data.WriteAsync(_source, "text");
        _scopes = new(_source, SqliteCompiler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await _open!.DisposeAsync();
        await _source.DisposeAsync();
    }

    [Fact]
    public async Task A_page_holds_two_hundred_rows_whatever_limit_is_asked_for_and_counts_to_a_thousand()
    {
        foreach (var (limit, rows) in new[] { (int.MaxValue, 200), (200, 200), (7, 7), (0, 1), (int.MinValue, 1) })
        {
            var list = await _scopes.Service.ListAsync(Manager, "crew", new() { Limit = limit, Count = ScopeCount.Capped });
            Assert.Equal((rows, 1_000L, true), (list.Set!.Items.Count, list.Set.Count, list.Set.More));
            Assert.NotNull(list.Set.Next);
        }
    }

    [Fact]
    public async Task The_cursor_of_a_scope_answer_leads_through_the_rest_of_the_set()
    {
        var scope = await _scopes.Service.GetScopeAsync(Manager);
        var crew = scope!.Relationships["crew"];
        var keys = crew.Items.Select(r => (string)r["code"]!).ToList();
        for (var next = crew.Next; next is not null;)
        {
            var page = await _scopes.Service.ListAsync(Manager, "crew", new() { After = next });
            keys.AddRange(page.Set!.Items.Select(r => (string)r["code"]!));
            next = page.Set.Next;
        }

        Assert.Equal(Enumerable.Range(1, 1_001).Select(i => $"CRW-{i:0000}"), keys);
        Assert.Null(scope.Relationships["customers"].Next);
        Assert.Contains($"\"next\":\"{crew.Next}\",\"count\":1000,\"more\":true", JsonSerializer.Serialize(scope));
    }

    [Fact]
    public async Task A_page_and_a_row_have_the_shape_that_they_have_in_an_answer()
    {
        var page = (await _scopes.Service.ListAsync(Me("CRW-0001", "crew"), "orders", new() { Limit = 1, Count = ScopeCount.Capped })).Set;
        var row = await _scopes.Service.FindAsync(Manager, "order", "ORD-001");

        Assert.Equal("""{"items":[],"next":null,"count":0,"more":false}""", JsonSerializer.Serialize(page));
        Assert.Equal("""{"items":[],"next":null}""", JsonSerializer.Serialize((await _scopes.Service.ListAsync(Me("CRW-0001", "crew"), "orders", new())).Set));
        Assert.Equal(
            """{"code":"ORD-001","status":"done","kind":"plain","maker":"MGR-001","created":"2026-03-10T15:30:00+00:00","due":null,"onHand":1,"minimum":2}""", JsonSerializer.Serialize(row));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<ScopeSet>("{}"));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<Row>("{}"));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("")]
    [InlineData("order")]
    [InlineData("reports")]
    [InlineData("openOrders")]
    public async Task What_the_role_does_not_list_is_an_unknown_set(string set) => Assert.Equal("unknown_set", (await _scopes.Service.ListAsync(Manager, set, new())).Reason.ToText());

    [Fact]
    public async Task Who_has_no_live_record_or_tenant_lists_nothing()
    {
        foreach (var me in new[] { Me("MGR-001", "visitor"), Me("", "manager"), new Subject("u", default, ["manager"]) { Code = "MGR-001" } })
            foreach (var set in new[] { "orders", "crew", "order" })
                Assert.Equal(ScopeListReason.UnknownSet, (await _scopes.Service.ListAsync(me, set, new())).Reason);
        foreach (var (me, set) in new[] { (Me("MGR-009", "manager"), "orders"), (Me("MGR-009", "manager"), "crew"), (Me("MGR-001", "admin"), "order") })
        {
            var list = (await _scopes.Service.ListAsync(me, set, new() { Count = ScopeCount.Exact })).Set!;
            Assert.Equal((0, 0L, null), (list.Items.Count, list.Count, list.Next));
        }
    }

    [Fact]
    public async Task A_name_in_the_answer_lists_the_set_that_stands_there()
    {
        var center = Me("CEN-001", "center");

        Assert.Equal(9, (await _scopes.Service.ListAsync(center, "orders", new() { Count = ScopeCount.Exact })).Set!.Count);
        Assert.Equal(4, (await _scopes.Service.ListAsync(center, "openOrders", new())).Set!.Items.Count);
        Assert.Equal(4, (await _scopes.Service.GetScopeAsync(center))!.Relationships["orders"].Count);
    }

    [Theory]
    [InlineData("status", "active", 500)]
    [InlineData("status", "x' OR '1'='1", 0)]
    [InlineData("code", "CRW-0007", 1)]
    public async Task A_filter_is_an_exact_text(string field, string text, int count) =>
        Assert.Equal(count, (await _scopes.PagesAsync(Manager, "crew", 200, FieldFilter.Is(field, text))).Sum(p => p.Items.Count));

    [Fact]
    public async Task A_request_that_says_null_asks_for_no_filter() => Assert.Equal(9, (await _scopes.Service.ListAsync(Manager, "orders", JsonSerializer.Deserialize<ScopeListRequest>("""{"Filter":null}""")!)).Set!.Items.Count);

    [Theory]
    [InlineData("crew", "center", "CEN-001")]
    [InlineData("crew", "nothing", "x")]
    [InlineData("crew", "id", "CRW-0001")]
    [InlineData("crew", "status", null)]
    [InlineData("crew", "status", "\0")]
    [InlineData("orders", "created", "10.3.2026")]
    [InlineData("orders", "created", "2026-03-10T00:00:00.1234567Z")]
    [InlineData("orders", "onHand", "1.5")]
    [InlineData("orders", "onHand", "")]
    [InlineData("orders", "onHand", "9223372036854775808")]
    [InlineData("customers", "parent", "MGR-001")]
    public async Task S04_a_filter_on_a_hidden_field_is_the_same_mistake_as_on_none(string set, string field, string? text) =>
        Assert.Equal("bad_filter", (await _scopes.Service.ListAsync(Manager, set, new() { Filter = [FieldFilter.Is(field, text!)] })).Reason.ToText());

    [Fact]
    public async Task S04_a_set_whose_order_would_show_a_hidden_field_is_not_there()
    {
        var undated = Me("MGR-001", "manager", "undated");

        Assert.Equal("unknown_set", (await _scopes.Service.ListAsync(undated, "orders", new())).Reason.ToText());
        Assert.Null(await _scopes.Service.FindAsync(undated, "order", "ORD-001"));
        Assert.Empty(await _scopes.KeysAsync(undated, "order"));
        Assert.DoesNotContain("dueToday", (await _scopes.Service.GetScopeAsync(undated))!.Summary.Keys);
    }

    [Fact]
    public async Task S04_a_set_or_metric_that_a_hidden_field_filters_is_not_there()
    {
        var blurred = Me("CEN-001", "center", "blurred");
        var scope = await _scopes.Service.GetScopeAsync(blurred);

        Assert.Equal(["crew", "services"], scope!.Relationships.Keys.Order());
        Assert.Equal(["activeServices", "crewCount", "dueLater"], scope.Summary.Keys.Order());
        Assert.Equal("unknown_set", (await _scopes.Service.ListAsync(blurred, "openOrders", new())).Reason.ToText());
        Assert.Equal(["code", "kind", "maker", "created", "due"], (await _scopes.Service.ListAsync(blurred, "orders", new())).Set!.Items[0].Names);
    }

    [Fact]
    public async Task One_row_has_the_fields_that_the_viewer_may_read_and_any_other_code_is_not_found()
    {
        Assert.Equal(["code", "status"], (await _scopes.Service.FindAsync(Me("CRW-0001", "crew"), "center", "cen1"))!.Names);
        Assert.Equal("CEN-001", (await _scopes.Service.FindAsync(Manager, "center", " ctr1 "))!["code"]);
        foreach (var (entity, code) in new[] { ("center", "CEN-002"), ("center", ""), ("center", "\0"), ("center", "\ud800"), ("centre", "CEN-001"), ("", ""), ("staffing", "SRV-001"), ("order", "ord-001") })
        {
            Assert.Null(await _scopes.Service.FindAsync(Manager, entity, code));
            Assert.False(await _scopes.Service.CanSeeAsync(Manager, entity, code));
        }
    }

    [Fact]
    public async Task Scopes_pages_and_rows_are_one_round_trip_each_on_PostgreSQL()
    {
        await using var database = new PostgresDatabase();
        await Data.WriteAsync(await database.SourceAsync(), "timestamptz");
        await using var trips = new RoundTrips(await database.SourceAsync());
        var scopes = new TestScopes(trips.Source, PostgresCompiler.Default);
        Func<Task>[] reads =
        [
            async () => Assert.NotNull(await scopes.Service.GetScopeAsync(Manager)),
            async () => Assert.NotNull(await scopes.Service.GetScopeAsync(Me("CEN-001", "center"))),
            async () => Assert.Equal(2, (await scopes.Service.ListAsync(Manager, "orders", new() { Limit = 2 })).Set!.Items.Count),
            async () => Assert.Equal(9, (await scopes.Service.ListAsync(Manager, "orders", new() { Limit = 2, Sort = "status", Filter = [FieldFilter.IsAtLeast("created", "2026-01-01")], Count = ScopeCount.Exact })).Set!.Count),
            async () => Assert.NotNull(await scopes.Service.FindAsync(Manager, "order", "ORD-001")),
            async () => Assert.False(await scopes.Service.CanSeeAsync(Manager, "order", "ORD-999")),
            async () => Assert.NotNull(await scopes.Inspector.GetRoleScopeAsync(Manager, "CEN-001")),
        ];
        Assert.NotEqual(1, await trips.OfAsync(reads[^1])); // opens the connection

        foreach (var read in reads)
            Assert.Equal(1, await trips.OfAsync(read));
    }

    [Fact]
    public async Task S28_a_cursor_is_good_only_where_it_was_made()
    {
        var filter = FieldFilter.Is("kind", "plain");
        var cursor = (await _scopes.Service.ListAsync(Manager, "orders", new() { Limit = 2, Filter = [filter] })).Set!.Next!;

        Assert.Equal("found", await ReasonAsync(Manager, "orders", cursor, filter));
        Assert.Equal("found", await ReasonAsync(new Subject("u", TenantId.Parse("main"), ["manager", "narrow"]) { Code = "MGR-001" }, "orders", cursor, filter));
        Assert.Equal("bad_cursor", await ReasonAsync(Manager, "orders", cursor));
        Assert.Equal("bad_cursor", await ReasonAsync(Manager, "orders", cursor, FieldFilter.Is("kind", "secret")));
        Assert.Equal("bad_cursor", await ReasonAsync(Manager, "orders", cursor, filter, FieldFilter.Is("status", "open")));
        Assert.Equal("bad_cursor", await ReasonAsync(Manager, "orders", cursor, FieldFilter.IsAtLeast("kind", "plain")));
        Assert.Equal("bad_cursor", await ReasonAsync(Manager, "orders", cursor, FieldFilter.IsOneOf("kind", "plain", "plain")));
        Assert.Equal("bad_cursor", (await _scopes.Service.ListAsync(Manager, "orders", new() { After = cursor, Filter = [filter], Sort = "code" })).Reason.ToText());
        Assert.Equal("bad_cursor", await ReasonAsync(Manager, "crew", cursor));
        Assert.Equal("bad_cursor", await ReasonAsync(Me("MGR-002", "manager"), "orders", cursor, filter));
        Assert.Equal("bad_cursor", await ReasonAsync(Me("CEN-001", "center"), "orders", cursor, filter));
        Assert.Equal("bad_cursor", await ReasonAsync(new Subject("v", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" }, "orders", cursor, filter));
        Assert.Equal("bad_cursor", await ReasonAsync(new Subject("u", TenantId.Parse("acme"), ["manager"]) { Code = "MGR-001" }, "orders", cursor, filter));
        Assert.Equal("bad_cursor", await ReasonAsync(new Subject("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001", Issuer = "https://other" }, "orders", cursor, filter));
        Assert.Equal("bad_cursor", await ReasonAsync(new Subject("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001", IsTest = true }, "orders", cursor, filter));
        Assert.Equal("bad_cursor", await ReasonAsync(new Subject("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001", Type = "key" }, "orders", cursor, filter));
    }

    [Fact]
    public async Task S28_a_cursor_ends_after_an_hour_and_with_its_key()
    {
        var cursor = (await _scopes.Service.ListAsync(Manager, "orders", new() { Limit = 2 })).Set!.Next!;

        Assert.Equal("bad_cursor", (await new TestScopes(_source, SqliteCompiler.Default, key: [.. Enumerable.Repeat((byte)1, 32)]).Service.ListAsync(Manager, "orders", new() { After = cursor })).Reason.ToText());
        _scopes.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("found", await ReasonAsync(Manager, "orders", cursor));
        _scopes.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("bad_cursor", await ReasonAsync(Manager, "orders", cursor));
    }

    [Fact]
    public async Task S28_a_cursor_shows_nothing_that_has_left_the_scope_since()
    {
        var cursor = (await _scopes.Service.ListAsync(Manager, "orders", new() { Limit = 2 })).Set!.Next!;
        await new Graph([.. Data.Nodes.Where(n => n.Table != "customers")], [.. Data.Orders.Select(o => o with { Creator = "MGR-002" })]).WriteAsync(_source, "text");

        var list = await _scopes.Service.ListAsync(Manager, "orders", new() { After = cursor, Count = ScopeCount.Capped });

        Assert.Equal((0, 0L), (list.Set!.Items.Count, list.Set.Count));
    }

    [Fact]
    public async Task S28_a_cursor_with_any_character_changed_is_no_cursor_and_never_an_exception()
    {
        var cursor = (await _scopes.Service.ListAsync(Manager, "orders", new() { Limit = 2 })).Set!.Next!;
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ .\n\0é";
        for (var i = 0; i < cursor.Length; i++)
            foreach (var c in alphabet.Where(c => c != cursor[i]))
                Assert.Equal("bad_cursor", await ReasonAsync(Manager, "orders", $"{cursor[..i]}{c}{cursor[(i + 1)..]}"));
        foreach (var text in new[] { "", " ", cursor + "A", cursor + "=", cursor + "\n", " " + cursor, cursor[..^1], cursor[1..], cursor + cursor, new string('A', 5_000), new string('A', 60) })
            Assert.Equal("bad_cursor", await ReasonAsync(Manager, "orders", text));
        await Gen.String.SampleAsync(async text => Assert.Equal("bad_cursor", await ReasonAsync(Manager, "orders", text)), iter: 2_000, threads: 1);
    }

    private static Subject Me(string code, params string[] roles) => new("u", TenantId.Parse("main"), roles) { Code = code };

    private async Task<string> ReasonAsync(Subject me, string set, string after, params IReadOnlyList<FieldFilter> filters) =>
        (await _scopes.Service.ListAsync(me, set, new() { After = after, Filter = filters })).Reason.ToText();
}
