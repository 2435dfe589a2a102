using System.Data.Common;
using System.Globalization;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Tests;
using CsCheck;
using Microsoft.Data.Sqlite;

namespace Cks.Scope.Tests.Reading;

/// <summary>What a request asks for, against the same asked of the rows in memory.</summary>
public sealed class ListRequestTests
{
    private const int Orders = 40;
    private static readonly string[] Fields = ["code", "status", "kind", "created", "due", "onHand", "minimum"];
    private static readonly string?[] Statuses = ["open", "done", "Open", "ü", "", null];
    private static readonly Subject Me = new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" };

    private static readonly Graph Data = new(
        [new("managers", "MGR-001", "main", false, false, "active", null)],
        [.. Enumerable.Range(1, Orders).Select(i => new Order(
            $"ORD-{i * 17 % Orders:000}", "main", false, false, Statuses[i % 6], i % 4 == 0 ? "special" : "plain", "MGR-001", null, null,
            Graph.Now.AddDays(-i / 3), i % 3 == 0 ? null : Graph.Now.AddHours(i % 7), i % 5 == 0 ? null : i % 4 - 1, i % 2))]);

    private static readonly Gen<ScopeListRequest> Requests = Gen.Select(
        Gen.Select(Gen.OneOf(Fields), Gen.OneOf("OneOf", "Several", "AtLeast", "Below", "Missing"), Gen.Int[0, 11], Gen.Int[0, 11]).Select((field, kind, one, other) => FilterOf(field, kind, one, other)).Array[0, 3],
        Gen.OneOf([null, .. Fields, .. Fields.Select(f => "-" + f)]), Gen.Int[1, 12], Gen.OneOf(ScopeCount.None, ScopeCount.Capped, ScopeCount.Exact))
        .Select((filters, sort, limit, count) => new ScopeListRequest { Filter = filters, Sort = sort, Limit = limit, Count = count });

    [Fact]
    public async Task Pages_are_what_the_request_asks_for_on_SQLite()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=list-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await CompareAsync(source, SqliteCompiler.Default, "text", 400);
    }

    [Fact]
    public async Task Pages_are_what_the_request_asks_for_on_PostgreSQL()
    {
        await using var database = new PostgresDatabase();
        await CompareAsync(await database.SourceAsync(), PostgresCompiler.Default, "timestamptz", 400);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("--code")]
    [InlineData("code,status")]
    [InlineData("Code")]
    [InlineData("+code")]
    public async Task S04_an_order_by_what_is_hidden_is_the_same_mistake_as_by_nothing(string sort)
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=list-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await Data.WriteAsync(source, "text");
        var service = new TestScopes(source, SqliteCompiler.Default).Service;

        Assert.Equal("bad_sort", (await service.ListAsync(Me, "orders", new() { Sort = sort }, TestContext.Current.CancellationToken)).Reason.ToText());
    }

    [Fact]
    public async Task A_filter_that_is_none_or_too_many_is_refused()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=list-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await Data.WriteAsync(source, "text");
        var service = new TestScopes(source, SqliteCompiler.Default).Service;
        FieldFilter[][] bad =
        [
            [null!], [new(null!, FieldFilterKind.OneOf, ["x"])], [new("status", FieldFilterKind.OneOf, null!)], [new("status", FieldFilterKind.OneOf, [])], [new("status", (FieldFilterKind)9, ["x"])],
            [new("status", FieldFilterKind.Missing, ["x"])], [new("status", FieldFilterKind.Below, ["x", "y"])], [FieldFilter.IsOneOf("status", [.. Enumerable.Repeat("x", Query.LongestList + 1)])],
            [.. Enumerable.Repeat(FieldFilter.Is("status", "x"), ScopeListRequest.MostFilters + 1)],
        ];

        foreach (var filters in bad)
            Assert.Equal("bad_filter", (await service.ListAsync(Me, "orders", new() { Filter = filters }, TestContext.Current.CancellationToken)).Reason.ToText());
        Assert.True((await service.ListAsync(Me, "orders", new() { Filter = [.. Enumerable.Repeat(FieldFilter.IsMissing("due"), ScopeListRequest.MostFilters)] }, TestContext.Current.CancellationToken)).IsFound);
    }

    private static async Task CompareAsync(DbDataSource source, SqlCompiler compiler, string moment, int rounds)
    {
        await Data.WriteAsync(source, moment);
        var scopes = new TestScopes(source, compiler);
        var all = (await scopes.PagesAsync(Me, "orders", new ScopeListRequest())).Single().Items;
        Assert.Equal(Orders, all.Count);
        await Requests.SampleAsync(async request =>
        {
            Row[] kept = [.. all.Where(row => request.Filter.All(f => Keeps(f, row[f.Field])))];
            var pages = await scopes.PagesAsync(Me, "orders", request);
            Assert.Equal(Sorted(kept, request.Sort).Select(r => r["code"]), pages.SelectMany(p => p.Items).Select(r => r["code"]));
            Assert.All(pages.SkipLast(1), p => Assert.Equal(request.Limit, p.Items.Count));
            Assert.All(pages, p => Assert.Equal(request.Count == ScopeCount.None ? null : kept.Length, p.Count));
        }, iter: rounds, threads: 1);
    }

    private static FieldFilter FilterOf(string field, string kind, int one, int other) => kind switch
    {
        "OneOf" => FieldFilter.Is(field, ValueOf(field, one)),
        "Several" => FieldFilter.IsOneOf(field, ValueOf(field, one), ValueOf(field, other)),
        "AtLeast" => FieldFilter.IsAtLeast(field, ValueOf(field, one)),
        "Below" => FieldFilter.IsBelow(field, ValueOf(field, one)),
        _ => FieldFilter.IsMissing(field),
    };

    private static string ValueOf(string field, int i) => field switch
    {
        "onHand" or "minimum" => (i % 5 - 2).ToString(CultureInfo.InvariantCulture),
        "created" => Graph.Now.AddDays(-i).ToString(i % 2 == 0 ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
        "due" => Graph.Now.AddHours(i % 7).ToOffset(TimeSpan.FromHours(2)).ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture),
        "code" => $"ORD-{i * 4:000}",
        _ => Statuses[i % 5]!,
    };

    private static bool Keeps(FieldFilter filter, object? value) => (value, filter.Kind) switch
    {
        (null, var kind) => kind == FieldFilterKind.Missing,
        (_, FieldFilterKind.OneOf) => filter.Values.Any(text => Compare(value, text) == 0),
        (_, FieldFilterKind.AtLeast) => Compare(value, filter.Values[0]) >= 0,
        (_, FieldFilterKind.Below) => Compare(value, filter.Values[0]) < 0,
        _ => false,
    };

    private static int Compare(object value, string text) => value switch
    {
        long number => number.CompareTo(long.Parse(text, CultureInfo.InvariantCulture)),
        DateTimeOffset time => time.CompareTo(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
        _ => string.CompareOrdinal((string)value, text),
    };

    private static IEnumerable<Row> Sorted(Row[] rows, string? sort)
    {
        if (sort is null)
            return rows.OrderByDescending(r => r["created"]).ThenByDescending(r => (string)r["code"]!, StringComparer.Ordinal);
        var (field, descends) = (sort.TrimStart('-'), sort[0] == '-');
        var comparer = Comparer<object?>.Create((a, b) => a is string one && b is string other ? string.CompareOrdinal(one, other) : Comparer<object?>.Default.Compare(a, b));
        var missingLast = rows.OrderBy(r => r[field] is null);
        return (descends ? missingLast.ThenByDescending(r => r[field], comparer) : missingLast.ThenBy(r => r[field], comparer)).ThenBy(r => (string)r["code"]!, StringComparer.Ordinal);
    }
}
