namespace Cks.Rbac.Tests.Decisions;

/// <summary>A plan asked of a row that an application reads in its own way; of mapped rows the random policies of the filter tests ask.</summary>
public sealed class PlanRowTests
{
    private static readonly PlanNode Plain = PlanNode.OneOf("kind", [AttributeValue.Of("plain")]);
    private static readonly PlanNode NotPlain = PlanNode.NoneOf("kind", [AttributeValue.Of("plain")]);
    private static readonly PlanNode More = PlanNode.Compare(PlanNodeKind.Gt, "kind", AttributeValue.Of(2m));

    /// <summary>A value that the policy does not compare says nothing, and what says nothing keeps no row.</summary>
    [Fact]
    public void S15_a_missing_value_and_one_of_another_kind_hold_in_no_comparison()
    {
        foreach (var value in new AttributeValue?[] { null, AttributeValue.Of(3m), AttributeValue.Of(true), AttributeValue.Of(DateTimeOffset.UnixEpoch) })
            Assert.All([Plain, NotPlain], node => Assert.False(node.Holds(new Row(value)), $"{node.Kind} {value}"));
        Assert.All([AttributeValue.Of("3"), AttributeValue.Of(true), (AttributeValue?)null], value => Assert.False(More.Holds(new Row(value))));
    }

    [Fact]
    public void A_value_of_the_kind_is_compared()
    {
        Assert.True(Plain.Holds(new Row(AttributeValue.Of("plain"))));
        Assert.False(NotPlain.Holds(new Row(AttributeValue.Of("plain"))));
        Assert.True(NotPlain.Holds(new Row(AttributeValue.Of("secret"))));
        Assert.True(More.Holds(new Row(AttributeValue.Of(3m))));
        Assert.False(More.Holds(new Row(AttributeValue.Of(2m))));
    }

    [Fact]
    public void All_any_and_relations_hold_as_they_say()
    {
        var (own, notOwn, row) = (PlanNode.Related("own", isRelated: true), PlanNode.Related("own", isRelated: false), new Row(AttributeValue.Of("plain"), "own"));

        Assert.True(own.Holds(row));
        Assert.False(notOwn.Holds(row));
        Assert.True(PlanNode.All([own, Plain]).Holds(row));
        Assert.False(PlanNode.All([own, NotPlain]).Holds(row));
        Assert.True(PlanNode.Any([notOwn, Plain]).Holds(row));
        Assert.False(PlanNode.Any([notOwn, NotPlain]).Holds(row));
        Assert.True(notOwn.Holds(new Row(null)));
    }

    private readonly record struct Row(AttributeValue? Kind, string? Relation = null) : IPlanRow
    {
        public AttributeValue? Attribute(string name) => name == "kind" ? Kind : null;

        public bool IsRelated(string relation) => relation == Relation;
    }
}
