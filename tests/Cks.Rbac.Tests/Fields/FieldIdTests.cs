namespace Cks.Rbac.Tests.Fields;

public sealed class FieldIdTests
{
    [Fact]
    public void An_id_means_the_same_field_for_the_life_of_the_process_and_counts_on_each_resource()
    {
        var first = FieldId.Of("field-id-one", "x");
        var other = FieldId.Of("field-id-two", "x");
        for (var i = 0; i < 100; i++)
            FieldId.Of("field-id-one", $"y{i}");

        Assert.Equal(first, FieldId.Of("field-id-one", "x"));
        Assert.NotEqual(first, other);
        Assert.Equal(("field-id-one", "x", 0, 0), (first.Resource, first.Name, first.Number, other.Number));
        Assert.NotEqual(first, FieldId.Of("field-id-one", "X"));
    }

    [Fact]
    public void Ids_made_by_many_threads_are_distinct_and_keep_their_names()
    {
        FieldId[] ids = [.. Enumerable.Range(0, 1_000).AsParallel().WithDegreeOfParallelism(8).Select(i => FieldId.Of("field-id-many", $"f{i % 500}"))];

        Assert.Equal(500, ids.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 500), ids.Distinct().Select(i => i.Number).Order());
        Assert.All(ids, i => Assert.Equal(i, FieldId.Of("field-id-many", i.Name)));
    }

    [Fact]
    public void S30_one_resource_has_so_many_fields_and_no_more()
    {
        for (var i = 0; i < ResourceFields.Limit; i++)
            FieldId.Of("field-id-full", $"f{i}");

        Assert.Throws<InvalidOperationException>(() => FieldId.Of("field-id-full", "one-more"));
        Assert.Equal(ResourceFields.Limit - 1, FieldId.Of("field-id-full", $"f{ResourceFields.Limit - 1}").Number);
    }

    [Fact]
    public void The_default_value_is_no_field()
    {
        Assert.Equal(("", "", ""), (default(FieldId).Resource, default(FieldId).Name, default(FieldId).ToString()));
        Assert.Throws<ArgumentException>(() => FieldId.Of("", "x"));
        Assert.Throws<ArgumentException>(() => FieldId.Of("field-id-one", ""));
    }
}
