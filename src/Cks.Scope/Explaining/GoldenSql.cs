using System.Text;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>
/// Every SQL text that the services send, by role, as Markdown: the same for the same model and policy, so that it can stand in git. A text stands once, where it is first sent.
/// </summary>
internal sealed class GoldenSql
{
    private static readonly (string Name, SqlCompiler Compiler)[] Dialects = [("postgres", PostgresCompiler.Default), ("sqlite", SqliteCompiler.Default)];

    // Of no meaning but to be told apart from what documents name.
    private static readonly DateTimeOffset LastAt = new(1990, 12, 30, 1, 2, 3, TimeSpan.Zero);
    private const string LastKey = "the-last-key";
    private const string Key = "the-key";
    private const string LastValue = "the-last-value";
    private const string Inspected = "the-inspected";

    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    private readonly ScopeModel _model;
    private readonly IPolicyPlanner _planner;
    private readonly IPolicyDecisionPoint _decisions;
    private readonly TimeProvider _clock;

    private GoldenSql(ScopeModel model, IPolicyPlanner planner, IPolicyDecisionPoint decisions, TimeProvider clock) => (_model, _planner, _decisions, _clock) = (model, planner, decisions, clock);

    /// <summary>The document.</summary>
    /// <param name="model">The model.</param>
    /// <param name="planner">The policy, for rows.</param>
    /// <param name="decisions">The policy, for what may be done.</param>
    /// <param name="clock">A moment that stands still.</param>
    /// <param name="command">How it is made anew.</param>
    public static string Of(ScopeModel model, IPolicyPlanner planner, IPolicyDecisionPoint decisions, TimeProvider clock, string command)
    {
        var golden = new GoldenSql(model, planner, decisions, clock);
        golden._text.Append(
            $"""
            # What is asked of the database

            Made by `{command}`. `@tenant`, `@test` and `@code` are the subject's tenant, test class and code, `@today` is the midnight at which the day began (UTC), `@key` the row that is asked for, `@inspected` who is inspected,
            `@last_at`, `@last_value` and `@last_key` the row before a page; other parameters keep their number and stand with their value. A text that is sent in several places stands at the first.

            """);
        foreach (var strategy in model.Strategies)
            golden.Add(strategy.Role);
        return golden._text.ToString();
    }

    private void Add(string role)
    {
        _text.Append($"\n## {role}\n");
        var me = new Subject("the-id", TenantId.Parse("the-tenant"), [role]) { Code = "the-code", Issuer = "the-issuer" };
        if (ScopeStatements.Of(me, _model, _planner, _clock) is not { } sent)
            return;
        var names = new StatementNames(_model, me, Viewer.TodayOf(_clock), ("last_key", LastKey), ("last_at", LastAt), ("key", Key), ("last_value", LastValue), ("inspected", Inspected));
        Add(role, "the answer", sent.Answer(), names);
        foreach (var listed in sent.Listed)
        {
            Add(role, $"{listed}, a page", sent.List(listed), names);
            Add(role, $"{listed}, the next page", sent.List(listed, e => e.NewestFirst is null ? [LastKey] : [LastAt, LastKey]), names);
            if (sent.SortOf(listed) is not { } sort)
                continue;
            Add(role, $"{listed} by {sort}, a page", sent.Sorted(listed, sort), names);
            Add(role, $"{listed} by {sort}, the next page", sent.Sorted(listed, sort, [LastValue, LastKey]), names);
        }

        foreach (var entity in sent.Found)
            Add(role, $"one {entity.Name}", sent.Find(entity, Key), names);
        Add(role, "the feed, a page", sent.Feed(), names);
        Add(role, "the feed, the next page", sent.Feed([LastAt, LastKey]), names);
        foreach (var (entity, statement) in sent.Seen(Key))
            Add(role, $"the feed, who acted, {entity.Name}", [statement], names);
        if (!_decisions.Check(me, ScopeInspector.Inspect).IsPermitted)
            return;
        foreach (var other in _model.Strategies)
            Add(role, $"an inspection of {other.Role}", sent.Inspection(other.Role, Inspected), names);
    }

    private void Add(string role, string what, IReadOnlyList<ScopeStatement> statements, StatementNames names)
    {
        if (statements.Count == 0)
            return;
        _text.Append($"\n### {role}: {what}\n");
        for (var i = 0; i < statements.Count; i++)
        {
            var place = $"{role}: {what}, {i + 1}";
            _text.Append($"\n{i + 1}. {statements[i].Name}\n");
            foreach (var (dialect, text) in Texts(statements[i].Query, names))
            {
                if (_places.TryGetValue(text, out var known))
                    _text.Append($"   - {dialect}: as {known}\n");
                else
                    _text.Append($"\n```sql\n-- {dialect}\n{text}\n```\n");
                _places.TryAdd(text, place);
            }
        }
    }

    // Where the dialects do not differ, there is one text of both.
    private static IEnumerable<(string Dialect, string Text)> Texts(Query query, StatementNames names) =>
        Dialects.Select(d => (d.Name, Text: Text(names.Of(query, d.Compiler)))).GroupBy(t => t.Text, (text, same) => (string.Join(", ", same.Select(s => s.Name)), text));

    private static string Text(NamedSql named) => named.Sql + string.Concat(named.Values.Select(v => $"\n-- {v.Key} = {v.Value}"));
}
