using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Ways, filters and plans in words.</summary>
internal static class ScopeWords
{
    /// <summary><c>manager -contractors-> contractor -customers-> customer</c>.</summary>
    public static string Of(IEnumerable<ScopeRelation> steps) => string.Concat(steps.Select((s, i) => $"{(i == 0 ? s.From.Name : "")} -{s.Name}-> {s.To.Name}"));

    /// <summary>What is compared: <c>contractors.cks_manager, customers.contractor_id</c>.</summary>
    public static string ColumnsOf(IEnumerable<ScopeRelation> steps) => string.Join(", ", steps.Select(ColumnsOf));

    public static string Of(RowFilter filter) => filter switch
    {
        OneOfFilter f => $"{f.Field} {Among(f.Values)}",
        MissingFilter f => $"{f.Field} is missing",
        DayFilter f => $"{f.Field} is today{(f.OrLater ? " or later" : "")}",
        BelowFilter f => $"{f.Field} < {f.OtherField}",
        _ => throw new ArgumentException($"A {filter.GetType().Name} has no words.", nameof(filter)),
    };

    /// <summary>The rows that a plan permits.</summary>
    public static string Of(ScopePlan plan) => plan.Where is { } where ? $"rows where {Of(where, isInner: false)}" : plan.IsEverything ? "every row" : "no row";

    private static string ColumnsOf(ScopeRelation step) => step switch
    {
        { Link: { } link } => $"{link.Entity.Table}.{link.From.Name} and .{link.To.Name}",
        { On: { } on } => $"{step.To.Table}.{step.By!.Name} = {step.From.Table}.{on.Name}",
        _ => $"{step.To.Table}.{step.By!.Name}",
    };

    private static string Of(PlanNode node, bool isInner) => node.Kind switch
    {
        PlanNodeKind.All or PlanNodeKind.Any => Inner(string.Join(node.Kind == PlanNodeKind.All ? " and " : " or ", node.Nodes.Select(n => Of(n, isInner: true))), isInner),
        PlanNodeKind.OneOf => $"{node.Name} {Among(node.Values)}",
        PlanNodeKind.NoneOf => $"{node.Name} is there and not {Among(node.Values)}",
        PlanNodeKind.Lt => $"{node.Name} < {node.Values[0]}",
        PlanNodeKind.Le => $"{node.Name} <= {node.Values[0]}",
        PlanNodeKind.Gt => $"{node.Name} > {node.Values[0]}",
        PlanNodeKind.Ge => $"{node.Name} >= {node.Values[0]}",
        PlanNodeKind.Related => $"the subject is {node.Name}",
        _ => $"the subject is not {node.Name}",
    };

    private static string Among<T>(IReadOnlyList<T> values) => values is [var only] ? $"= {only}" : $"in ({string.Join(", ", values)})";

    private static string Inner(string words, bool isInner) => isInner ? $"({words})" : words;
}
