using CsCheck;

namespace Cks.Rbac.Tests.Analysis;

public sealed class PlanSolverTests
{
    private static readonly PolicyResource Orders = PolicyReader.Read("so.rbac.json", """
        {
          "version": 1,
          "resources": {
            "so": {
              "actions": ["view"],
              "attributes": { "creator": "text", "status": ["open", "late", "closed"], "total": "number", "priority": { "from": 1, "to": 3 }, "at": "time", "urgent": "flag" },
              "relations": ["near", "far"]
            }
          }
        }
        """u8.ToArray()).Value!.FindResource("so")!;

    private static readonly AttributeValue?[] Texts = [null, Text("a"), Text("b"), Text("other")];
    private static readonly AttributeValue?[] Statuses = [null, Text("open"), Text("late"), Text("closed")];
    private static readonly AttributeValue?[] Totals = [null, .. new[] { 0.5m, 1, 1.5m, 2, 2.5m, 3, 3.5m }.Select(n => (AttributeValue?)AttributeValue.Of(n))];
    private static readonly AttributeValue?[] Priorities = [null, .. new[] { 1m, 1.5m, 2, 2.5m, 3 }.Select(n => (AttributeValue?)AttributeValue.Of(n))];

    private static readonly Dictionary<string, AttributeValue?>[] Rows =
    [
        .. from creator in Texts
           from status in Statuses
           from total in Totals
           from priority in Priorities
           from relations in Enumerable.Range(0, 4)
           select new Dictionary<string, AttributeValue?>
           {
               ["creator"] = creator, ["status"] = status, ["total"] = total, ["priority"] = priority, ["near"] = AttributeValue.Of((relations & 1) != 0), ["far"] = AttributeValue.Of((relations & 2) != 0),
           },
    ];

    private static readonly Gen<PlanNode> Leaf = Gen.OneOf(
        Gen.Select(Gen.OneOf("creator", "status"), Gen.Int[1, 7], Gen.Bool, (name, set, one) => Set(name, name == "creator" ? ["a", "b", "a"] : ["open", "late", "closed"], set, one)),
        Gen.Select(Gen.OneOf("total", "priority"), Gen.Int[0, 5], Gen.Int[1, 3], (name, op, n) => op > 3
            ? (op == 4 ? PlanNode.OneOf(name, [AttributeValue.Of((decimal)n)]) : PlanNode.NoneOf(name, [AttributeValue.Of((decimal)n)]))
            : PlanNode.Compare(PlanNodeKind.Lt + (byte)op, name, AttributeValue.Of((decimal)n))),
        Gen.Select(Gen.OneOf("near", "far"), Gen.Bool, PlanNode.Related));

    private static readonly Gen<PlanNode> Node = Gen.Recursive<PlanNode>((depth, inner) => depth > 3 ? Leaf : Gen.Frequency(
        (2, Leaf), (1, inner.Array[1, 3].Select(n => PlanNode.All(n))), (1, inner.Array[1, 3].Select(n => PlanNode.Any(n)))));

    [Fact]
    public void An_implication_holds_exactly_where_no_row_speaks_against_it() => Node.Select(Node).Sample(
        (one, other) =>
        {
            var implies = PlanSolver.Implies(one, other, Orders);
            Assert.Equal(Rows.Any(r => Holds(one, r) && !Holds(other, r)) ? SolverOutcome.Sometimes : SolverOutcome.Never, implies.Outcome);
        },
        iter: 2_000, threads: 1);

    [Fact]
    public void A_plan_implies_itself_and_everything_and_is_implied_by_nothing() => Node.Sample(
        node =>
        {
            var plan = ScopePlan.Of(node);
            Assert.True(PlanSolver.Implies(plan, plan, Orders).Holds);
            Assert.True(PlanSolver.Implies(plan, ScopePlan.Everything, Orders).Holds);
            Assert.True(PlanSolver.Implies(ScopePlan.Nothing, plan, Orders).Holds);
        },
        iter: 500, threads: 1);

    [Fact]
    public void A_witness_says_which_row_speaks_against_it()
    {
        Assert.Equal("status = late", PlanSolver.Implies(Set("status", ["open", "late"], 3, true), Set("status", ["open"], 1, true), Orders).Witness);
        Assert.Equal("creator = anything else", PlanSolver.Implies(PlanNode.True, Set("creator", ["a"], 1, true), Orders).Witness);
        Assert.Equal("total > 3", PlanSolver.Implies(PlanNode.Compare(PlanNodeKind.Gt, "total", AttributeValue.Of(2m)), PlanNode.Compare(PlanNodeKind.Le, "total", AttributeValue.Of(3m)), Orders).Witness);
        Assert.Equal("near, not far", PlanSolver.Implies(PlanNode.Related("near", true), PlanNode.Related("far", true), Orders).Witness);
    }

    [Fact]
    public void A_list_of_values_and_bounds_are_taken_at_their_word()
    {
        var closed = PlanNode.All([Set("status", ["open", "late"], 3, false)]);

        Assert.True(PlanSolver.Implies(closed, Set("status", ["closed"], 1, true), Orders).Holds);
        Assert.True(PlanSolver.Implies(PlanNode.Compare(PlanNodeKind.Gt, "priority", AttributeValue.Of(3m)), PlanNode.False, Orders).Holds);
        Assert.False(PlanSolver.Implies(PlanNode.Compare(PlanNodeKind.Gt, "total", AttributeValue.Of(3m)), PlanNode.False, Orders).Holds);
    }

    [Fact]
    public void Between_two_ticks_there_is_no_time()
    {
        var at = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
        PlanNode Compare(PlanNodeKind kind, DateTimeOffset time) => PlanNode.Compare(kind, "at", AttributeValue.Of(time));
        bool Possible(DateTimeOffset from, DateTimeOffset to) => !PlanSolver.Implies(PlanNode.All([Compare(PlanNodeKind.Gt, from), Compare(PlanNodeKind.Lt, to)]), PlanNode.False, Orders).Holds;

        Assert.False(Possible(at, at.AddTicks(1)));
        Assert.True(Possible(at, at.AddTicks(2)));
        Assert.False(Possible(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue));
    }

    [Fact]
    public void A_flag_is_true_false_or_missing()
    {
        PlanNode Flag(bool value) => PlanNode.OneOf("urgent", [AttributeValue.Of(value)]);

        Assert.True(PlanSolver.Implies(PlanNode.NoneOf("urgent", [AttributeValue.Of(true)]), Flag(false), Orders).Holds);
        Assert.Equal("no urgent", PlanSolver.Implies(PlanNode.True, PlanNode.Any([Flag(true), Flag(false)]), Orders).Witness);
    }

    [Fact]
    public void S30_what_the_budget_does_not_reach_is_undecided_and_never_held_to_be_implied()
    {
        // Each of the clauses asks for another pair of values, so that no class decides much.
        var hard = PlanNode.All(Enumerable.Range(0, 40).Select(n => PlanNode.Any([
            PlanNode.OneOf($"x{n % 12}", [Text($"{n % 5}")]), PlanNode.OneOf($"x{(n * 5 + 1) % 12}", [Text($"{n % 7}")]), PlanNode.OneOf($"x{(n * 7 + 3) % 12}", [Text($"{n % 3}")])])));

        var answer = PlanSolver.Implies(hard, PlanNode.False, Orders, budget: 1_000);

        Assert.True(answer.IsUndecided);
        Assert.False(answer.Holds);
    }

    private static AttributeValue Text(string text) => AttributeValue.Of(text);

    private static PlanNode Set(string name, string[] values, int set, bool one)
    {
        AttributeValue[] chosen = [.. values.Where((_, i) => (set & 1 << i) != 0).Select(Text).Distinct()];
        return one ? PlanNode.OneOf(name, chosen) : PlanNode.NoneOf(name, chosen);
    }

    private static bool Holds(PlanNode node, Dictionary<string, AttributeValue?> row) => node.Kind switch
    {
        PlanNodeKind.All => node.Nodes.All(n => Holds(n, row)),
        PlanNodeKind.Any => node.Nodes.Any(n => Holds(n, row)),
        PlanNodeKind.Related => row[node.Name]!.Value.Flag,
        PlanNodeKind.NotRelated => !row[node.Name]!.Value.Flag,
        _ => row[node.Name] is { } actual && node.Kind switch
        {
            PlanNodeKind.OneOf => node.Values.Contains(actual),
            PlanNodeKind.NoneOf => !node.Values.Contains(actual),
            PlanNodeKind.Lt => actual < node.Values[0],
            PlanNodeKind.Le => actual <= node.Values[0],
            PlanNodeKind.Gt => actual > node.Values[0],
            _ => actual >= node.Values[0],
        },
    };
}
