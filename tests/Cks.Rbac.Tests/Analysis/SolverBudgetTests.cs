using System.Text;

namespace Cks.Rbac.Tests.Analysis;

public sealed class SolverBudgetTests
{
    // One attribute, and more values than the budget lets be tried: the first step of the search is the one that is too dear.
    private static Policy Read(char prefix, int rules)
    {
        var permits = Enumerable.Range(0, rules).Select(r => $$"""
            { "id": "r{{r}}", "actions": ["orders:view"], "when": { "creator": [{{string.Join(',', Enumerable.Range(0, 64).Select(v => $"\"{prefix}-{r}-{v}\""))}}] } }
            """);
        return PolicyReader.Read("p.json", Encoding.UTF8.GetBytes($$"""
            { "version": 1, "resources": { "orders": { "actions": ["view"], "attributes": { "creator": "text" } } }, "roles": { "clerk": { "permit": [{{string.Join(',', permits)}}] } } }
            """)).GetOrThrow();
    }

    [Fact]
    public void A_question_whose_first_step_is_too_dear_is_undecided_and_no_no()
    {
        var values = Enumerable.Range(0, 4_000).Select(v => AttributeValue.Of($"v{v}")).ToArray();
        var (few, other) = (PlanNode.Any(values.Chunk(64).Select(c => PlanNode.OneOf("creator", c))), PlanNode.Any(values.Skip(64).Chunk(64).Select(c => PlanNode.OneOf("creator", c))));

        var answer = PlanSolver.Implies(few, other, Read('a', 1).FindResource("orders")!, budget: 20_000);

        Assert.False(answer.Holds);
        Assert.True(answer.IsUndecided);
    }

    [Fact]
    public void Other_people_s_rows_are_never_no_change_because_there_are_too_many_of_them()
    {
        var changes = PolicyDiff.Between(Read('a', 40), Read('b', 40)).Changes;

        Assert.Contains(changes, c => c.IsGain);
        Assert.Contains(changes, c => !c.IsGain);
    }
}
