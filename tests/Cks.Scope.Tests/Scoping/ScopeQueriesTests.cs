using System.Text;
using System.Text.RegularExpressions;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Cks.Scope.Tests.Scoping;

public sealed class ScopeQueriesTests
{
    private static readonly TestScopes Scopes = new(SqliteFactory.Instance.CreateDataSource("Data Source=/nowhere/at/all.db;Mode=ReadOnly"), SqliteCompiler.Default);
    private static readonly Table Orders = TableOf("order");
    private static readonly Table Centers = TableOf("center");
    private static readonly Table Staffing = TableOf("staffing");
    private static readonly Column<string> Id = Orders.Column<string>("id");
    private static readonly Column<string> Status = Orders.Column<string>("status");
    private static readonly Column<string> Center = Centers.Column<string>("id");
    private static readonly Subject Manager = Of("manager", "MGR-001");
    private static readonly Subject Crew = Of("crew", "CRW-001");

    public static TheoryData<string, string> Everything => [.. from role in ScopeText.ModelStore.Current.Value.Strategies from entity in ScopeText.ModelStore.Current.Value.Entities select (role.Role, entity.Name)];

    /// <summary>What stands in a hidden column, in every place where a query can name one.</summary>
    public static TheoryData<string, Query> Hidden => new()
    {
        { "chosen", Query.From(Orders).Select(Id, Status) },
        { "compared", Query.From(Orders).Select(Id).Where(Status, Op.Eq, "open") },
        { "in an alternative", Query.From(Orders).Select(Id).Where(or => or.WhereNotNull(Id).OrWhereNull(Status)) },
        { "ordered by", Query.From(Orders).Select(Id).OrderBy(Status) },
        { "paged by", Query.From(Orders).Select(Id).OrderBy(Status).OrderBy(Id).After("a", "b") },
        { "grouped by", Query.From(Orders).GroupBy(Status).Select(Aggregate.Rows) },
        { "counted", Query.From(Orders).Select(Aggregate.Count(Status)) },
        { "asked of groups", Query.From(Orders).GroupBy(Id).Select(Id).Having(Aggregate.Max(Status), Op.Eq, "open") },
        { "joined by", Query.From(Centers).Select(Center).Join(Orders, Status, Center) },
        { "joined by in a left join", Query.From(Centers).Select(Center).LeftJoin(Orders, on => on.Where(Status, Op.Eq, Center)) },
        { "of an alias", Query.From(Orders.Alias()).Select(Orders.Alias().Column(Id)).WhereNull(Orders.Alias().Column(Status)) },
        { "in a sub-query", Query.From(Centers).Select(Center).WhereIn(Center, Query.From(Orders).Select(Status)) },
        { "in a condition of a sub-query", Query.From(Centers).Select(Center).WhereExists(Query.From(Orders).WhereNull(Status)) },
        { "in none of a sub-query", Query.From(Centers).Select(Center).WhereNotIn(Center, Query.From(Orders).Select(Status)) },
        { "in a union", Query.From(Centers).Select(Center).Union(Query.From(Orders).Select(Status)) },
        { "in a query used as a table", Query.From(Query.From(Orders).Select(Id, Status).AsTable()) is var made ? made.Select(made.Table.Columns[0]) : made },
        { "in a common table", Query.From(Query.From(Orders).Select(Status).AsCommonTable()) is var common ? common.With(common.Table) : common },
        { "of each row once", Query.From(Orders).Select(Status).Distinct().Count() },
    };

    [Theory]
    [MemberData(nameof(Everything))]
    public void S05_every_table_of_a_query_has_its_own_tenant_and_test_class(string role, string entity)
    {
        var query = Scopes.Queries.Unmasked(Of(role, "X-1"), Query.From(TableOf(entity)), "a test").Value;
        foreach (var compiler in new SqlCompiler[] { SqliteCompiler.Default, PostgresCompiler.Default })
        {
            // In brackets are columns of the table that is read outermost, where it is read alone.
            var sql = Regex.Replace(compiler.Compile(query).Sql, @"\[(\w+)\]", $"\"{TableOf(entity).Name}\".\"$1\"");
            var tables = Regex.Matches(sql, "FROM (\"[a-z]+\")").Select(m => m.Groups[1].Value).ToArray();
            Assert.Contains($"\"{TableOf(entity).Name}\"", tables);
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
        var model = SnapshotStore<ScopeModel>.Load(Encoding.UTF8.GetBytes(text), utf8 => ScopeModelReader.Read("test", utf8));
        await using var source = NaiveModelTests.Memory();
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await new Graph(
            [new("managers", "MGR-001", "main", false, false, null, null), new("managers", "MGR-002", "main", false, true, null, null)],
            reports: [new("RPT-001", "acme", true, false, "MGR-001"), new("RPT-002", "main", false, false, "MGR-002"), new("RPT-003", "main", false, true, "MGR-001")]).WriteAsync(source, "text");
        var scopes = new TestScopes(source, SqliteCompiler.Default, model);

        Assert.Equal(["RPT-001"], await scopes.KeysAsync(Manager, "report"));
        Assert.Empty(await scopes.KeysAsync(Of("manager", "MGR-002"), "report"));
        Assert.Empty(await scopes.KeysAsync(new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001", IsTest = true }, "report"));
        // Of a table that is declared elsewhere the keys are asked for: it has no tenant either.
        var own = SqlSchema.Create(s => s.Table("reports", t => t.Column<string>("id"))).Table("reports");
        Assert.Equal(["RPT-001"], await scopes.Scoped.ReadListAsync(Manager, scopes.Queries.Scope(Manager, Query.From(own)), r => r.GetString(0), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Nobody_sees_no_row_and_may_read_no_column()
    {
        foreach (var nobody in new[] { Subject.Nobody, new Subject("u", TenantId.Parse("main"), ["stranger"]) { Code = "MGR-001" }, new Subject("u", TenantId.Parse("main"), ["manager"]), new Subject("u", default, ["manager"]) { Code = "MGR-001" } })
        {
            Assert.True(Scopes.Queries.Unmasked(nobody, Query.From(Orders), "a test").Value.IsFalse);
            Assert.True(Scopes.Queries.Scope(nobody, Query.From(Orders).Count()).Value.IsFalse);
            AssertHidden(nobody, Query.From(Orders));
            AssertHidden(nobody, Query.From(Orders).Select(Id));
        }
    }

    [Fact]
    public void S05_a_table_that_is_no_entity_is_refused_wherever_it_stands()
    {
        var secrets = SqlSchema.Create(s => s.Table("secrets", t => t.Column<string>("id"))).Table("secrets");
        var keys = Query.From(secrets).Select(secrets.Column<string>("id"));
        var orders = Query.From(Orders).Select(Id);
        Assert.All(
            (Query[])
            [
                keys, Query.From(secrets).Count(), Query.From(secrets.Alias()), orders.CrossJoin(secrets), orders.LeftJoin(secrets, secrets.Column<string>("id"), Id), orders.WhereIn(Id, keys), orders.WhereNotExists(keys),
                orders.Union(keys), orders.Where(or => or.WhereNull(Id).OrWhereIn(Id, keys)), Query.From(keys.AsTable()), Query.From(keys.AsCommonTable()),
            ],
            query =>
            {
                var refused = Assert.Throws<ArgumentException>(() => Scopes.Queries.Scope(Manager, query));
                Assert.Contains("The table secrets is no entity", refused.Message, StringComparison.Ordinal);
                Assert.Contains("Unscoped", refused.Message, StringComparison.Ordinal);
                Assert.Throws<ArgumentException>(() => Scopes.Queries.Unmasked(Manager, query, "a test"));
                Assert.Same(query, Scopes.Queries.Unscoped(Manager, query, "a test").Value);
            });
    }

    [Fact]
    public void Right_and_full_joins_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Scopes.Queries.Scope(Manager, Query.From(Orders).Select(Id).RightJoin(Centers, Center, Id)));
        Assert.Throws<ArgumentException>(() => Scopes.Queries.Scope(Manager, Query.From(Orders).Select(Id).FullJoin(Centers, Center, Id)));
    }

    [Theory]
    [MemberData(nameof(Hidden))]
    public void S04_a_hidden_column_is_refused_in_every_place(string place, Query query)
    {
        AssertHidden(Crew, query);
        Assert.True(Scopes.Queries.Scope(Manager, query).Value.IsFalse == query.IsFalse, place); // who may read it, may
    }

    [Fact]
    public void S04_a_link_table_has_no_fields_so_nothing_of_it_is_seen()
    {
        AssertHidden(Manager, Query.From(Staffing));
        AssertHidden(Manager, Query.From(Staffing).Select(Staffing.Column<string>("crew")));
        Assert.True(Scopes.Queries.Scope(Manager, Query.From(Staffing).Count()).Value.IsFalse);
    }

    [Fact]
    public void Where_nothing_is_chosen_it_is_what_may_be_read()
    {
        Assert.Equal(["id", "created"], Names(Crew, Query.From(Orders)));
        Assert.Equal(["id", "created"], Names(Crew, Query.From(Orders.Alias())));
        Assert.Equal(["id", "status"], Names(Crew, Query.From(Centers).CrossJoin(Orders)));
        Assert.Equal(["id", "created"], Names(Crew, Query.From(Orders).Distinct()));
        Assert.Empty(Names(Crew, Query.From(Orders).Count()));
        AssertHidden(Manager, Query.From(Query.From(Orders).AsTable()).Select(Aggregate.Rows)); // of a query inside its author chooses, or all is meant

        static string[] Names(Subject me, Query query) => [.. Scopes.Queries.Scope(me, query).Value.Columns.Select(c => c.Name).OrderBy(n => n == "id" ? 0 : 1)];
    }

    [Fact]
    public void Columns_in_which_all_rows_are_the_same_may_be_named() => Assert.NotNull(Scopes.Queries.Scope(
        Crew,
        Query.From(Orders).Select(Id).Where(Orders.Column<string>("tenant"), Op.Eq, "main").Where(Orders.Column<bool>("test"), Op.Eq, false).WhereNull(Orders.Column<DateTimeOffset?>("archived"))));

    [Fact]
    public void S04_a_field_that_may_only_be_read_is_neither_compared_nor_ordered_by()
    {
        var text = ScopeText.Policy.Replace("\"fields\": { \"read\": [\"code\", \"created\"] }", "\"fields\": { \"read\": [\"code\", \"created\", \"status\", \"kind\"], \"filter\": [\"code\", \"created\", \"kind\"], \"sort\": [\"code\", \"created\", \"status\"] }");
        var scopes = new TestScopes(SqliteFactory.Instance.CreateDataSource("Data Source=/nowhere.db"), SqliteCompiler.Default, policy: SnapshotStore<Policy>.Load(Encoding.UTF8.GetBytes(text), utf8 => PolicyReader.Read("test", utf8)));
        var kind = Orders.Column<string>("kind");
        Query[] fine = [Query.From(Orders).Select(Id, Status, kind), Query.From(Orders).Select(Id).Where(kind, Op.Eq, "a").OrderBy(Status), Query.From(Orders).Select(Status).UnionAll(Query.From(Orders).Select(Id))];
        Query[] refused =
        [
            Query.From(Orders).Select(Id).WhereNull(Status), Query.From(Orders).Select(Id).OrderBy(kind), Query.From(Orders).Select(Aggregate.Max(Status)), Query.From(Orders).Select(Status).GroupBy(Status),
            Query.From(Query.From(Orders).Select(Status).AsTable()) is var made ? made.WhereNull(made.Table.Columns[0]) : made, Query.From(Orders).Select(kind).Union(Query.From(Orders).Select(Status)),
        ];

        Assert.All(fine, query => Assert.NotNull(scopes.Queries.Scope(Crew, query)));
        Assert.All(refused, query => Assert.Equal(QueryRefusal.HiddenColumn, Assert.Throws<QueryRefusedException>(() => scopes.Queries.Scope(Crew, query)).Reason));
    }

    [Fact]
    public void A_table_that_the_application_declares_is_known_by_its_name()
    {
        static Table Declare(params string[] columns) => SqlSchema.Create(s => s.Table("orders", t =>
        {
            foreach (var column in columns)
                _ = column == "test" ? t.Column<bool>(column) : t.Column<string>(column);
        })).Table("orders");

        var whole = Declare("id", "tenant", "test", "status", "creator", "customer", "center", "kind", "notes");
        var few = Declare("id", "tenant", "test", "status");
        Assert.Equal(["id", "kind", "status"], Scopes.Queries.Scope(Manager, Query.From(whole)).Value.Columns.Select(c => c.Name).Where(n => n != "creator").Order());
        AssertHidden(Manager, Query.From(whole).Select(whole.Column<string>("id")).WhereNull(whole.Column<string>("notes")));
        var sql = PostgresCompiler.Default.Compile(Scopes.Queries.Scope(Manager, Query.From(few)).Value).Sql;
        Assert.Contains("\"orders\".\"id\" IN (SELECT \"orders\".\"id\" FROM \"orders\" WHERE ", sql, StringComparison.Ordinal);
        Assert.StartsWith("SELECT \"orders\".\"id\", \"orders\".\"status\" FROM \"orders\" WHERE \"orders\".\"tenant\" = @p0 AND \"orders\".\"test\" = @p1 AND ", sql, StringComparison.Ordinal);
        foreach (var lacking in new[] { Declare("id", "tenant"), Declare("id", "test"), Declare("tenant", "test") })
            Assert.Contains("declare it", Assert.Throws<ArgumentException>(() => Scopes.Queries.Scope(Manager, Query.From(lacking).Count())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_several_entities_is_refused()
    {
        var text = ScopeText.Model.Replace("\"report\": {", "\"other\": { \"table\": \"orders\", \"key\": \"id\", \"tenant\": \"tenant\", \"test\": \"test\" }, \"report\": {");
        var model = SnapshotStore<ScopeModel>.Load(Encoding.UTF8.GetBytes(text), utf8 => ScopeModelReader.Read("test", utf8));
        var scopes = new TestScopes(SqliteFactory.Instance.CreateDataSource("Data Source=/nowhere.db"), SqliteCompiler.Default, model);

        Assert.Contains("several entities", Assert.Throws<ArgumentException>(() => scopes.Queries.Scope(Manager, Query.From(Orders).Select(Id))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void S05_no_alternative_of_a_query_escapes()
    {
        var escaping = Query.From(Orders).Select(Id).Where(or => or.WhereNull(Id).OrWhereNotNull(Id));
        var sql = PostgresCompiler.Default.Compile(Scopes.Queries.Scope(Manager, escaping).Value).Sql;

        Assert.StartsWith("SELECT \"orders\".\"id\" FROM \"orders\" WHERE (\"orders\".\"id\" IS NULL OR \"orders\".\"id\" IS NOT NULL) AND \"orders\".\"tenant\" = @p0", sql, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_scoped_says_for_whom_when_and_by_what()
    {
        var scoped = Scopes.Queries.Scope(Manager, Query.From(Orders).Select(Id));

        Assert.Equal((Manager.Context, Scopes.Clock.GetUtcNow(), ScopeText.ModelStore.Current.Version, null), (scoped.Subject, scoped.At, scoped.ScopeVersion, scoped.Reason));
        Assert.Equal(ScopeText.PolicyStore.Current.Version, scoped.PolicyVersion);
        Assert.Equal("a test", Scopes.Queries.Unmasked(Manager, Query.From(Orders), "a test").Reason);
    }

    [Fact]
    public void What_is_not_scoped_has_a_reason_that_is_logged()
    {
        var log = new Log();
        var queries = new ScopeQueries(ScopeText.ModelStore, Scopes.Decisions, Scopes.Decisions, Scopes.Clock, log);

        Assert.Equal("the catalogue is everybody's", queries.Unscoped(Subject.Nobody, Query.From(Orders), "the catalogue is everybody's").Reason);
        queries.Unmasked(Manager, Query.From(Orders), "a decision sees the whole row");
        queries.Scope(Manager, Query.From(Orders));
        Assert.Equal(["7201 Information A query of orders is read without a scope: the catalogue is everybody's", "7202 Information A query of orders is read without field masks: a decision sees the whole row"], log.Lines);
        foreach (var none in new[] { null, "", " " })
        {
            Assert.ThrowsAny<ArgumentException>(() => queries.Unscoped(Manager, Query.From(Orders), none!));
            Assert.ThrowsAny<ArgumentException>(() => queries.Unmasked(Manager, Query.From(Orders), none!));
        }
    }

    private static void AssertHidden(Subject me, Query query) =>
        Assert.Equal(QueryRefusal.HiddenColumn, Assert.Throws<QueryRefusedException>(() => Scopes.Queries.Scope(me, query)).Reason);

    private static Subject Of(string role, string code) => new("u", TenantId.Parse("main"), [role]) { Code = code };

    private static Table TableOf(string entity) => ScopeText.ModelStore.Current.Value.TryGetEntity(entity, out var of) ? of.Table : throw new ArgumentException(entity, nameof(entity));

    private sealed class Log : ILogger<IScopeQueries>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add($"{eventId.Id} {logLevel} {formatter(state, exception)}");
    }
}
