namespace Cks.Rbac.Tests.Fields;

public sealed class FieldSetTests
{
    private const string Resource = "field-set-tests";
    private static readonly string[] All = [.. Enumerable.Range(0, 200).Select(i => $"f{i:000}")];

    private static FieldSet Of(params IEnumerable<string> names) => FieldSet.Of(Resource, names);

    [Fact]
    public void Sets_are_sets_whatever_their_sizes()
    {
        for (var seed = 0; seed < Rounds.Of(2_000); seed++)
        {
            Random random = new(seed);
            string[] Some() => [.. All.Take(random.Next(All.Length)).Where(_ => random.Next(3) == 0)];
            var (one, other) = (Some(), Some());
            var (a, b) = (Of(one), Of(other));

            Assert.Equal(one.Union(other).Order(StringComparer.Ordinal), a.Union(b).Names);
            Assert.Equal(one.Intersect(other).Order(StringComparer.Ordinal), a.Intersect(b).Names);
            Assert.Equal(one.Except(other).Order(StringComparer.Ordinal), a.Except(b).Names);
            Assert.Equal(one.ToHashSet().SetEquals(other), a == b);
            Assert.Equal(one.Length == 0, a.IsEmpty);
            Assert.All(All, f => Assert.Equal((one.Contains(f), one.Contains(f)), (a.Contains(f), a.Contains(FieldId.Of(Resource, f)))));
        }
    }

    [Fact]
    public void An_empty_set_equals_only_empty_ones()
    {
        Assert.False(Of("f001") == default);
        Assert.False(default == Of("f001"));
        Assert.True(Of() == default);
        Assert.NotEqual(0, Of("f001").GetHashCode());
        Assert.Throws<ArgumentNullException>(() => Of("f001").Contains(null!));
    }

    [Fact]
    public void Two_sets_of_the_same_fields_are_equal_however_they_came_about()
    {
        var one = Of("f001", "f199").Except(Of("f199"));

        Assert.True(one == Of("f001") && one.Equals((object)Of("f001")) && one != Of("f002"));
        Assert.Equal(one.GetHashCode(), Of("f001").GetHashCode());
        Assert.True(Of("f199").Except(Of("f199")) == default);
        Assert.Equal(0, Of("f199").Except(Of("f199")).GetHashCode());
    }

    [Fact]
    public void S04_a_field_of_another_resource_or_of_none_is_in_no_set()
    {
        var set = Of("f000");

        Assert.Equal($"{Resource}.f000", FieldId.Of(Resource, "f000").ToString());
        Assert.False(set.Contains(FieldId.Of("field-set-others", "f000")));
        Assert.False(set.Contains(default(FieldId)));
        Assert.False(default(FieldSet).Contains(FieldId.Of(Resource, "f000")));
        Assert.False(default(FieldSet).Contains("f000"));
        Assert.False(set.Contains("F000"));
        Assert.False(set.Contains(""));
        Assert.Throws<InvalidOperationException>(() => set.Union(FieldSet.Of("field-set-others", ["f000"])));
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        var (set, field, absent) = (Of(All), FieldId.Of(Resource, "f150"), FieldId.Of(Resource, "g"));
        long before = 0;
        var found = 0;
        for (var i = -1_000; i < 1_000; i++)
        {
            if (i == 0)
                (before, found) = (GC.GetAllocatedBytesForCurrentThread(), 0);
            found += (set.Contains(field) ? 1 : 0) + (set.Contains(absent) ? 1 : 0) + (set.Contains("f150") ? 1 : 0) + (set.IsEmpty ? 1 : 0);
        }

        Assert.Equal((0, 2_000), (GC.GetAllocatedBytesForCurrentThread() - before, found));
    }
}
