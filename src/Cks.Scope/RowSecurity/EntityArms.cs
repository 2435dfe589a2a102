using System.Globalization;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Which rows of an entity a role sees and may write, as conditions on one of them.</summary>
internal sealed class EntityArms(ScopeModel model, CompiledStrategy strategy, ScopeEntity entity, Func<GuardedWay, string> way, Func<CompiledStrategy, Column, string> own)
{
    /// <summary>The rows that are seen; nothing where none is.</summary>
    public string? Seen => Any([.. Live(Union([.. Shown, .. Mine(isKept: false), .. Up, .. Counted])), .. Links]);

    /// <summary>
    /// The rows that may be written over. Rows above the viewer are read only, and so is what links rows or leads on to others by more than one way: whoever could write that could show itself what hangs below.
    /// </summary>
    public string? Changed => Any([.. Live(Union([.. Written, .. Mine(isKept: false)]))]);

    /// <summary>What a row must be once it is written over: of the viewer's own record, nothing may change by which it sees others.</summary>
    public string? Kept => Any([.. Live(Union([.. Written, .. Mine(isKept: true)]))]);

    /// <summary>The rows that may be added or removed: never the viewer's own record.</summary>
    public string? Added => Any([.. Live(Union([.. Written]))]);

    private IEnumerable<CompiledRows> Below => strategy.Below.Where(r => r.Entity == entity);

    private IEnumerable<string> Shown => RowsBelow(isWritten: false);

    // The viewer's own record is written by its own rule only.
    private IEnumerable<string> Written => LeadsOn || model.Relations.Any(r => r.Link?.Entity == entity) ? []
        : entity != strategy.Viewer ? RowsBelow(isWritten: true)
        : RowsBelow(isWritten: true).Select(arm => arm == "true" ? $"{Name(entity.Key)} <> {WaySql.Code}" : $"({Name(entity.Key)} <> {WaySql.Code} AND {arm})");

    private IEnumerable<string> RowsBelow(bool isWritten) => strategy.All.Contains(entity) ? ["true"] : Below.Where(r => r.Where.Count == 0 || !IsWithin(r)).SelectMany(r => Rows(r, [], isWritten)).Distinct(StringComparer.Ordinal);

    // Whether a row that is seen already could be written, or removed and added, so that more is seen below it: what leads on is reached in several ways, or leads on by another column than its key.
    private bool LeadsOn
    {
        get
        {
            var on = strategy.Below.SelectMany(r => r.Ways).SelectMany(w => w.Declared.Skip(1)).Where(s => s.From == entity).ToArray();
            return on.Any(s => s.On is not null) || (on.Length > 0 && Below.SelectMany(r => r.Ways).Select(w => string.Join('/', w.Declared)).Distinct(StringComparer.Ordinal).Count() > 1);
        }
    }

    private IEnumerable<string> Up => strategy.Upward.Where(r => r.From == entity).Select(r => $"{Name(entity.Key)} = {own(strategy, r.By!)}");

    // What only a number counts must be seen for that.
    private IEnumerable<string> Counted => strategy.Metrics.Where(m => m.Rows?.Entity == entity && !Below.Contains(m.Rows) && !IsWithin(m.Rows)).SelectMany(m => Rows(m.Rows!, m.Where, isWritten: false));

    private IEnumerable<string> Links =>
        from relation in model.Relations
        where relation.From == strategy.Viewer && relation.Link?.Entity == entity
        let named = relation.On is { } beside ? own(strategy, beside) : WaySql.Code
        select $"{Name(relation.Link!.From)} = {named}";

    // The columns of the viewer's own record that say where it hangs, or what else it sees.
    private IEnumerable<Column> Ties =>
        [.. model.Relations.Where(r => r.To == entity && r.By is not null).Select(r => r.By!), .. model.Relations.Where(r => r.From == entity && r.On is not null).Select(r => r.On!), .. model.ScopeKeysOf(entity).Select(k => k.Column)];

    private IEnumerable<string> Mine(bool isKept) => entity != strategy.Viewer
        ? []
        : [$"{Name(entity.Key)} = {WaySql.Code}{(isKept ? string.Concat(Ties.Distinct().Select(c => $" AND {Name(c)} IS NOT DISTINCT FROM {own(strategy, c)}")) : "")}"];

    // What is seen anyhow needs no condition of its own.
    private bool IsWithin(CompiledRows rows) => rows.Ways.All(way => Below.Any(r => r.Where.Count == 0 && r.Ways.Any(w => w.LiveAfter < 0 && w.Declared.SequenceEqual(way.Declared))));

    private IEnumerable<string> Rows(CompiledRows rows, IReadOnlyList<RowFilter> more, bool isWritten)
    {
        var ways = rows.Ways.Select(w => isWritten && !w.Declared.SequenceEqual(w.Steps) ? $"({Way(w)} AND {Way(new(w.Declared, w.LiveAfter))})" : Way(w)).Distinct(StringComparer.Ordinal).ToArray();
        string[] filters = [.. rows.Where.Concat(more).Select(Condition)];
        return filters.Length == 0 ? ways : [string.Join(" AND ", [ways.Length == 1 ? ways[0] : $"({string.Join(" OR ", ways)})", .. filters])];
    }

    // A copied key says where a row hangs; what is written has to hang there.
    private string Way(ScopePath path) => GuardedWay.Of(strategy, path) is { } guarded ? $"{Name(guarded.Column)} {way(guarded)}" : $"{Name(path.Steps[0].By!)} = {WaySql.Code}";

    private IEnumerable<string> Live(string? rows) => rows is null ? [] : entity.Archived is not { } archived ? [rows] : rows == "true" ? [$"{Name(archived)} IS NULL"] : [$"{Name(archived)} IS NULL AND {rows}"];

    private static string? Union(string[] arms) => arms switch
    {
        [] => null,
        _ when arms.Contains("true") => "true",
        [var only] => only,
        _ => $"({string.Join(" OR ", arms.Distinct(StringComparer.Ordinal))})",
    };

    private static string? Any(string[] arms) => arms.Length == 0 ? null : string.Join(" OR ", arms.Distinct(StringComparer.Ordinal));

    private static string Condition(RowFilter filter) => filter switch
    {
        OneOfFilter one => one.Values.Where(v => PlanColumn.CanHold(Rbac.AttributeValue.Of(v))).Select(PostgresText.Literal).ToArray() is { Length: > 0 } values ? $"{Name(one.Column)} IN ({string.Join(", ", values)})" : "false",
        MissingFilter missing => $"{Name(missing.Column)} IS NULL",
        DayFilter { OrLater: true } day => $"{Name(day.Column)} >= date_trunc('day', now(), 'UTC')",
        DayFilter day => $"{Name(day.Column)} >= date_trunc('day', now(), 'UTC') AND {Name(day.Column)} < date_trunc('day', now(), 'UTC') + interval '24 hours'",
        BelowFilter below => $"{Name(below.Column)} < {Name(below.Other)}",
        _ => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{filter.GetType().Name} has no form in a policy.")),
    };

    private static string Name(Column column) => WaySql.NameOf(null, column);
}
