namespace Cks.Rbac.Tests.Conditions;

public sealed class AttributeValueTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Values_of_one_kind_are_compared_and_those_of_two_are_never_equal()
    {
        AttributeValue[] ordered =
        [
            AttributeValue.Of(""), AttributeValue.Of("A"), AttributeValue.Of("a"), AttributeValue.Of("ä"),
            AttributeValue.Of(-1.5m), AttributeValue.Of(0m), AttributeValue.Of(1m), AttributeValue.Of(decimal.MaxValue),
            AttributeValue.Of(DateTimeOffset.MinValue), AttributeValue.Of(Noon), AttributeValue.Of(Noon.AddTicks(1)), AttributeValue.Of(DateTimeOffset.MaxValue),
            AttributeValue.Of(false), AttributeValue.Of(true),
        ];
        for (var i = 0; i < ordered.Length; i++)
            for (var j = 0; j < ordered.Length; j++)
            {
                var (a, b) = (ordered[i], ordered[j]);
                Assert.Equal(Math.Sign(i - j), Math.Sign(a.CompareTo(b)));
                Assert.Equal((i < j, i <= j, i > j, i >= j, i == j), (a < b, a <= b, a > b, a >= b, a == b));
            }
    }

    [Fact]
    public void What_means_the_same_is_equal_however_it_was_written()
    {
        Assert.Equal(AttributeValue.Of(1m), AttributeValue.Of(1.00m));
        Assert.Equal(AttributeValue.Of(1m).GetHashCode(), AttributeValue.Of(1.00m).GetHashCode());
        Assert.Equal(AttributeValue.Of(Noon), AttributeValue.Of(Noon.ToOffset(TimeSpan.FromHours(5))));
        Assert.NotEqual(AttributeValue.Of("1"), AttributeValue.Of(1m));
        Assert.NotEqual(AttributeValue.Of(true), AttributeValue.Of(1m));
        Assert.NotEqual(AttributeValue.Of(Noon), AttributeValue.Of((decimal)Noon.UtcTicks));
    }

    [Fact]
    public void The_default_value_is_the_empty_text()
    {
        Assert.Equal(default, AttributeValue.Of(""));
        Assert.Equal(default(AttributeValue).GetHashCode(), AttributeValue.Of("").GetHashCode());
    }

    [Fact]
    public void A_value_is_what_it_is_and_nothing_of_the_other_kinds()
    {
        Assert.Equal(("x", 0m, default, false), (AttributeValue.Of("x").Text, AttributeValue.Of("x").Number, AttributeValue.Of("x").Time, AttributeValue.Of("x").Flag));
        Assert.Equal(("", 2.5m, default, false), (AttributeValue.Of(2.5m).Text, AttributeValue.Of(2.5m).Number, AttributeValue.Of(2.5m).Time, AttributeValue.Of(2.5m).Flag));
        Assert.Equal(("", 0m, Noon, false), (AttributeValue.Of(Noon).Text, AttributeValue.Of(Noon).Number, AttributeValue.Of(Noon).Time, AttributeValue.Of(Noon).Flag));
        Assert.Equal(("", 0m, default, true), (AttributeValue.Of(true).Text, AttributeValue.Of(true).Number, AttributeValue.Of(true).Time, AttributeValue.Of(true).Flag));
        Assert.Equal((object[])["x", 2.5m, Noon, true], ((AttributeValue[])[AttributeValue.Of("x"), AttributeValue.Of(2.5m), AttributeValue.Of(Noon), AttributeValue.Of(true)]).Select(v => v.Boxed));
        Assert.Equal(["x", "2.5", "2026-12-01T12:00:00Z", "true"], ((AttributeValue[])[AttributeValue.Of("x"), AttributeValue.Of(2.5m), AttributeValue.Of(Noon), AttributeValue.Of(true)]).Select(v => v.ToString()));
    }
}
