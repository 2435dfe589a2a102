using System.Reflection;
using Cks.Core;
using Cks.Tests;
using Microsoft.Data.Sqlite;
using Npgsql;
using static Cks.QueryBuilder.Tests.Office;

namespace Cks.QueryBuilder.Tests;

/// <summary>Every string of the corpus in every position, as text: what databases make of them is in <see cref="InjectedValuesTests"/>.</summary>
public sealed class InjectionTests(PostgresDatabase postgres) : IClassFixture<PostgresDatabase>
{
    private static readonly SqlCompiler[] Compilers = [PostgresCompiler.Default, SqliteCompiler.Default];

    [Fact]
    public void Value_in_any_position_leaves_the_text_as_it_is()
    {
        var strings = Corpus.Strings();
        Parallel.ForEach(Position.All, position => Assert.All(Compilers, compiler =>
        {
            var plain = position.Compile("x", compiler);
            foreach (var text in strings)
            {
                if (!Corpus.IsWellFormed(text))
                {
                    Assert.Equal(QueryRefusal.MalformedText, Assert.Throws<QueryRefusedException>(() => position.Compile(text, compiler)).Reason);
                    continue;
                }

                var result = position.Compile(text, compiler);
                Assert.Same(plain.Sql, result.Sql);
                Assert.Equal(plain.Bindings.Count, result.Bindings.Count);
            }
        }));

        TestContext.Current.TestOutputHelper!.WriteLine($"{strings.Length} strings, {strings.Count(s => !Corpus.IsWellFormed(s))} of them malformed, in {Position.All.Length} positions");
        Assert.True(strings.Length > 2_900, $"only {strings.Length} strings");
    }

    [Fact]
    public void Every_method_that_takes_a_value_is_among_the_positions()
    {
        Type[] types = [typeof(Query), typeof(ConditionGroup), typeof(JsonColumns), typeof(Write), typeof(Parameter<>)];
        var methods = types.SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => m.GetParameters().Any(p => p.ParameterType.IsGenericParameter || p.ParameterType == typeof(string) || p.ParameterType.Name is "IReadOnlyCollection`1"
                || p.ParameterType == typeof(ReadOnlySpan<object>) || p.ParameterType == typeof(ReadOnlySpan<JsonStep>) || p.ParameterType == typeof(ReadOnlySpan<ParameterValue>)))
            .Select(m => $"{(m.DeclaringType == typeof(ConditionGroup) && !m.Name.StartsWith("Or", StringComparison.Ordinal) ? "or" : "")}.{m.Name}(");

        Assert.All(methods, method => Assert.Contains(Position.All, p => p.Call.Contains(method, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_position_is_one_statement_to_SQLite()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Tables(Dialect.Sqlite);
        await command.ExecuteNonQueryAsync();

        Assert.All(Position.All, position => Assert.Equal(1, SqliteText.Statements(connection, position.Compile("'; DROP TABLE staff; --", SqliteCompiler.Default).Sql)));
        Assert.Equal(2, SqliteText.Statements(connection, "SELECT 1; SELECT 2"));
    }

    // The server takes one statement at a time, and reads it before it looks at who may run it.
    [Fact]
    public async Task Every_position_is_one_statement_to_PostgreSQL_and_nobody_may_run_it()
    {
        var source = await postgres.SourceAsync();
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync($"{Tables(Dialect.Postgres)}; CREATE ROLE cks_nobody_{Guid.NewGuid():n}");
        await ExecuteAsync("""DO $$ BEGIN EXECUTE 'SET LOCAL ROLE ' || (SELECT rolname FROM pg_roles WHERE rolname LIKE 'cks\_nobody\_%' ORDER BY oid DESC LIMIT 1); END $$""");
        await transaction.SaveAsync("before");

        foreach (var position in Position.All)
        {
            var result = position.Compile("'; DROP TABLE staff; --", PostgresCompiler.Default);
            await using var command = new NpgsqlCommand(result.PositionalSql, connection);
            command.Parameters.AddRange(result.Bindings.Select(b => new NpgsqlParameter { Value = b }).ToArray());
            try
            {
                await command.PrepareAsync();
            }
            catch (PostgresException e)
            {
                Assert.Fail($"{e.MessageText}\n{result.PositionalSql}");
            }

            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
            await transaction.RollbackAsync("before");
        }

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public void Name_from_outside_is_unknown_unless_it_is_declared() =>
        Assert.All((string[])[.. Corpus.Strings(), .. OddNames], text =>
        {
            Assert.Equal(text is "staff" or "sites", Schema.TryTable(text, out _));
            Assert.Equal(Staff.Columns.Any(c => c.Name == text), Staff.TryColumn(text, out _));
            Assert.Equal(Staff.Columns.Any(c => c.Name == text), Staff.Alias().TryColumn(text, out _));
            Assert.False(Query.From(Staff).AsTable().TryColumn(text, out _));
        });

    [Fact]
    public void Name_in_code_that_is_not_declared_is_a_mistake_of_configuration() =>
        Assert.All((string[])[.. Corpus.Strings(), .. OddNames], text =>
        {
            if (!Schema.TryTable(text, out _))
                Assert.Equal(CksCodes.UnknownEntity, Assert.Single(Assert.Throws<CksConfigurationException>(() => Schema.Table(text)).Diagnostics).Code);
            if (!Staff.TryColumn(text, out _))
                Assert.Equal(CksCodes.UnknownColumn, Assert.Single(Assert.Throws<CksConfigurationException>(() => Staff.Column<string>(text)).Diagnostics).Code);
            if (text is not ("" or "rowid" or "oid" or "ctid" or "xmin" or "tableoid" or "_rowid_" or "sqlite_master") && !text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
                Assert.Throws<CksConfigurationException>(() => SqlSchema.Create(s => s.Table(text, t => t.Column<int>("id"))));
        });

    // Nothing is copied, hashed or looked through of a name that is too long to be one.
    [Fact]
    public void Length_of_a_name_costs_nothing()
    {
        string[] names = [new('a', 10_000), new('\0', 10_000), string.Concat(Enumerable.Repeat(" as x", 2_000)), string.Concat(Enumerable.Repeat("a.", 5_000)), new('\ud800', 10_000)];
        var found = 0;
        Look();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Look();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(0, found);

        void Look()
        {
            foreach (var name in names)
                found += (Schema.TryTable(name, out _) ? 1 : 0) + (Staff.TryColumn(name, out _) ? 1 : 0);
        }
    }

    [Fact]
    public void What_is_neither_a_value_nor_a_name_is_an_enumeration_that_is_checked()
    {
        // Operators, directions, join kinds, aggregates: a new enumeration in a signature needs a test of its own.
        var taken = typeof(Query).Assembly.GetExportedTypes().SelectMany(t => t.GetMethods()).SelectMany(m => m.GetParameters()).Select(p => p.ParameterType)
            .Where(t => t.IsEnum && t.Assembly == typeof(Query).Assembly).Distinct();
        Assert.Equal([nameof(Nulls), nameof(Op)], taken.Select(t => t.Name).Order(StringComparer.Ordinal));

        var all = Query.From(Staff);
        var wanted = new Parameter<string>("wanted");
        Assert.All((int[])[-1, 6, 250, 256, 257, int.MaxValue, int.MinValue], odd => Assert.All(
            (Action[])
            [
                () => all.Where(Name, (Op)odd, "a"), () => all.Where(Name, (Op)odd, wanted), () => all.Where(Name, (Op)odd, Id), () => all.Where(or => or.WhereNull(Name).OrWhere(Name, (Op)odd, "a")),
                () => all.Where(or => or.Where(Name, (Op)odd, Id)), () => all.Where(or => or.WhereNull(Name).OrWhere(Name, (Op)odd, wanted)), () => all.GroupBy(Name).Select(Name).Having(Aggregate.Rows, (Op)odd, 1),
                () => all.Join(Sites, on => on.Where(SiteId, (Op)odd, Site)), () => all.WhereNot(x => x.Where(Name, (Op)odd, "a")), () => all.OrderBy(Name, (Nulls)odd), () => all.OrderByDesc(Name, (Nulls)odd),
            ],
            act => Assert.Throws<ArgumentOutOfRangeException>(act)));
    }

    private static string[] OddNames =>
    [
        "", " ", "staff ", " staff", "Staff", "STAFF", "staff\0", "staff\n", "\"staff\"", "staff as x", " as x", "a as b as c", "a.b", "staff.name", "sites.site_id", "*", "staff.*", "users.{id,password}", "a?", "staff--",
        "staff/**/", "sta\u200dff", "\u0455taff", "ｓｔａｆｆ", "staﬀ", "na\u0301me", "nаme", "#1", "#1:staff", "c1", "count", new('a', 10_000), new('\0', 70), string.Concat(Enumerable.Repeat("staff.", 2_000)),
    ];
}
