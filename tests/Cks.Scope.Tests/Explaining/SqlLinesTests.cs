using System.Text.RegularExpressions;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;

namespace Cks.Scope.Tests.Explaining;

public sealed partial class SqlLinesTests
{
    [Fact]
    public void Only_line_breaks_are_added()
    {
        foreach (var strategy in ScopeText.ModelStore.Current.Value.Strategies)
        {
            var sent = ScopeStatements.Of(new("u", TenantId.Parse("main"), [strategy.Role]) { Code = "c" }, ScopeText.ModelStore.Current.Value, new PolicyDecisionPoint(ScopeText.PolicyStore), TimeProvider.System)!;
            ScopeStatement[] all = [.. sent.Answer(), .. sent.Listed.SelectMany(l => sent.List(l)), .. sent.Found.SelectMany(e => sent.Find(e, "k"))];
            Assert.NotEmpty(all);
            Assert.All(all, s =>
            {
                var sql = PostgresCompiler.Default.Compile(s.Query).Sql;
                Assert.Equal(sql, Breaks().Replace(Opening().Replace(SqlLines.Of(sql), "("), " "));
            });
        }
    }

    [Fact]
    public void A_condition_inside_another_stands_further_in() => Assert.Equal(
        """
        SELECT "a" AND "b"
        FROM "t"
        WHERE "x" = @p0
          AND ("y" = @p1
            OR "z" IN (
              SELECT "k"
              FROM "u"
              WHERE "w" = @p2))
        LIMIT @p3
        """,
        // A name is never broken, whatever it is called.
        SqlLines.Of("""SELECT "a AND b" FROM "t" WHERE "x" = @p0 AND ("y" = @p1 OR "z" IN (SELECT "k" FROM "u" WHERE "w" = @p2)) LIMIT @p3""").Replace("\"a AND b\"", "\"a\" AND \"b\"", StringComparison.Ordinal),
        ignoreLineEndingDifferences: true);

    [GeneratedRegex("\\(\n +(?=SELECT)")]
    private static partial Regex Opening();

    [GeneratedRegex("\n *")]
    private static partial Regex Breaks();
}
