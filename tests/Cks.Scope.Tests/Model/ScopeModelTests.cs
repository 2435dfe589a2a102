namespace Cks.Scope.Tests.Model;

/// <summary>What code that works on any entity asks of a model.</summary>
public sealed class ScopeModelTests
{
    private static readonly ScopeModel Model = ScopeText.ModelStore.Current.Value;

    private static ScopeEntity Entity(string name) => Model.TryGetEntity(name, out var entity) ? entity : throw new KeyNotFoundException(name);

    [Fact]
    public void The_tree_can_be_walked_both_ways()
    {
        Assert.Equal(("customers", "customer", "customer"), (Model.ParentRelationOf(Entity("customer"))?.Name, Model.ParentRelationOf(Entity("center"))?.From.Name, Model.ParentRelationOf(Entity("center"))?.By!.Name));
        Assert.Null(Model.ParentRelationOf(Entity("manager")));
        Assert.Null(Model.ParentRelationOf(Entity("service")));
        Assert.Equal(["crew"], Model.ChildRelationsOf(Entity("center")).Select(r => r.To.Name));
        Assert.Empty(Model.ChildRelationsOf(Entity("crew")));
    }

    [Theory]
    [InlineData("customer", "center.manager_copy")]
    [InlineData("center", "center.manager_copy")]
    [InlineData("manager", "")]
    [InlineData("crew", "")]
    public void A_new_parent_changes_the_copies_of_what_is_above_it(string entity, string keys) =>
        Assert.Equal(keys, string.Join(' ', Model.ScopeKeysUnder(Entity(entity)).Select(k => $"{k.Entity.Name}.{k.Column.Name}")));

    [Fact]
    public void A_copy_of_something_below_the_new_parent_stays()
    {
        var text = ScopeText.Model.Replace("\"scopeKeys\": [", "\"scopeKeys\": [{ \"entity\": \"crew\", \"column\": \"customer_copy\", \"ancestor\": \"customer\" }, ");
        var model = ScopeText.Read(text).Value!;

        Assert.True(model.TryGetEntity("customer", out var customer) && model.TryGetEntity("center", out _));
        Assert.Equal(["manager_copy"], model.ScopeKeysUnder(customer).Select(k => k.Column.Name));
        Assert.True(model.TryGetEntity("center", out var center));
        Assert.Equal(["customer_copy", "manager_copy"], model.ScopeKeysUnder(center).Select(k => k.Column.Name).Order());
        Assert.Equal(["manager_copy"], model.ScopeKeysOf(center).Select(k => k.Column.Name));
    }

    [Theory]
    [InlineData("ctr7", "center")]
    [InlineData(" MGR-001 ", "manager")]
    [InlineData("XXX-001", null)]
    [InlineData(null, null)]
    public void An_entity_is_found_by_a_code(string? code, string? entity) => Assert.Equal(entity, Model.EntityOfCode(code)?.Name);

    [Fact]
    public void An_entity_names_its_columns_and_its_capability()
    {
        var order = Entity("order");

        Assert.Equal(("orders:view", "created", "id"), (order.View.Name, order.NewestFirst?.Name, order.Key.Name));
        Assert.True(order.TryField("maker", out var column));
        Assert.Equal("creator", column.Name);
        Assert.False(order.TryField("creator", out _));
        Assert.Equal("center:view", Entity("center").View.Name);
        Assert.Equal(["target", "managerId"], Model.Strategies.Single(s => s.Role == "manager").ActivityFilters);
        Assert.Equal(["customer", "center", "order"], Model.Strategies.Single(s => s.Role == "admin").IncludeAll);
        Assert.Equal(["orders", "reports"], Model.Strategies.Single(s => s.Role == "center").Lists);
    }
}
