using System.Globalization;
using System.Text.RegularExpressions;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;
using Cks.Tests;
using Npgsql;

namespace Cks.Scope.Tests.Explaining;

/// <summary>The tools show what the services send: as the driver tells it, statement by statement.</summary>
public sealed class ScopeStatementsTests
{
    [Fact]
    public async Task What_is_shown_is_what_is_sent()
    {
        await using var database = new PostgresDatabase();
        using var log = new SentStatements();
        await using var source = new NpgsqlDataSourceBuilder((await database.SourceAsync()).ConnectionString) { Name = "sent" }.UseLoggerFactory(log).Build();
        var graph = new Graph([.. new[] { "managers", "customers", "centers", "crew", "admins" }.Select(t => new Node(t, "A", "main", false, false, "active", null))]);
        await graph.WriteAsync(source, "timestamptz");
        var (scopes, model, stop) = (new TestScopes(source, PostgresCompiler.Default), ScopeText.ModelStore.Current.Value, TestContext.Current.CancellationToken);
        foreach (var strategy in model.Strategies)
        {
            var me = new Subject("u", TenantId.Parse("main"), [strategy.Role]) { Code = "A" };
            var shown = ScopeStatements.Of(me, model, scopes.Decisions, scopes.Clock)!;
            await CheckAsync(shown.Answer(), async () => await scopes.Service.GetScopeAsync(me, stop), log);
            foreach (var listed in shown.Listed)
                await CheckAsync(shown.List(listed), async () => Assert.True((await scopes.Service.ListAsync(me, listed, new() { Limit = ScopeStatements.PageSize, Count = ScopeCount.Capped }, stop)).IsFound), log);
            foreach (var entity in shown.Found)
                await CheckAsync(shown.Find(entity, "K"), async () =>
                {
                    await scopes.Service.FindAsync(me, entity.Name, "K", stop);
                    await scopes.Service.CanSeeAsync(me, entity.Name, "K", stop);
                }, log);
        }
    }

    private static async Task CheckAsync(IReadOnlyList<ScopeStatement> shown, Func<Task> send, SentStatements log)
    {
        log.Take();
        await send();
        var sent = log.Take();
        var rest = sent;
        // The longest first: one text may be part of another.
        foreach (var sql in shown.Select(s => Numbered(PostgresCompiler.Default.Compile(s.Query).Sql)).OrderByDescending(s => s.Length))
        {
            Assert.Contains(sql, rest, StringComparison.Ordinal);
            rest = rest.Remove(rest.IndexOf(sql, StringComparison.Ordinal), sql.Length);
        }

        Assert.False(rest.Contains("SELECT", StringComparison.Ordinal), $"More is sent than is shown: {rest}");
    }

    // As Npgsql takes it.
    private static string Numbered(string sql) => Regex.Replace(sql, "@p([0-9]+)", m => $"${int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture) + 1}");
}
