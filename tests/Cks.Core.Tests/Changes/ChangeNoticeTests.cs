namespace Cks.Core.Tests;

public sealed class ChangeNoticeTests
{
    [Fact]
    public void A_notice_names_topic_key_and_version()
    {
        var notice = new ChangeNotice("policy", "portal", "v2-3f2a9c01");
        Assert.Equal(("policy", "portal", "v2-3f2a9c01", false), (notice.Topic, notice.Key, notice.Version, notice.IsResynchronize));
        Assert.Equal(notice, new ChangeNotice("policy", "portal", "v2-3f2a9c01"));
        Assert.True(ChangeNotice.Resynchronize("policy").IsResynchronize);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Policy")]
    [InlineData("1st")]
    [InlineData("a;drop")]
    [InlineData("a\n")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public void A_topic_that_no_channel_could_have_is_refused(string topic)
    {
        Assert.Throws<ArgumentException>(() => new ChangeNotice(topic, "k"));
        Assert.Throws<ArgumentException>(() => ChangeNotice.Resynchronize(topic));
    }

    [Fact]
    public void Key_and_version_are_bounded()
    {
        Assert.Throws<ArgumentException>(() => new ChangeNotice("t", ""));
        Assert.Throws<ArgumentException>(() => new ChangeNotice("t", new string('k', ChangeNotice.LongestKey + 1)));
        Assert.Throws<ArgumentException>(() => new ChangeNotice("t", "k", new string('v', ChangeNotice.LongestVersion + 1)));
    }
}
