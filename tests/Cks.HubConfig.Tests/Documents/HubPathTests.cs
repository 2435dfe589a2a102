using CsCheck;

namespace Cks.HubConfig.Tests;

public sealed class HubPathTests
{
    private static readonly string[] Pieces = ["/", "//", "a", "api", "..", ".", "\\", ":", "javascript:", "@", "?", "#", "%2e", "%00", "\0", "\n", " ", "http://x", "é", "~", "_", "<", "\u2028"];

    [Theory]
    [InlineData("/")]
    [InlineData("/jobs")]
    [InlineData("/api/contractor/stats")]
    [InlineData("/a-b_c.d~e/.well-known")]
    public void Path_of_the_application_is_read_as_written(string text)
    {
        Assert.True(HubPath.TryParse(text, out var path));
        Assert.Equal(text, path.Value);
        Assert.False(path.IsNone);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("jobs")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/javascript:alert(1)")]
    [InlineData("/a//b")]
    [InlineData("/a/")]
    [InlineData("/a/../b")]
    [InlineData("/./a")]
    [InlineData("/%2e%2e/a")]
    [InlineData("/a\u0000")]
    [InlineData("/a\n")]
    [InlineData("/\t/evil.example")]
    [InlineData(" /a")]
    [InlineData("/a?next=//evil.example")]
    [InlineData("/a#x")]
    [InlineData("/</script>")]
    [InlineData("/é")]
    public void S22_Anything_that_could_leave_the_origin_is_refused(string? text)
    {
        Assert.False(HubPath.TryParse(text, out var path));
        Assert.True(path.IsNone);
    }

    [Fact]
    public void Path_longer_than_the_limit_is_refused()
    {
        Assert.True(HubPath.TryParse("/" + new string('a', HubPath.MaxLength - 1), out _));
        Assert.False(HubPath.TryParse("/" + new string('a', HubPath.MaxLength), out _));
    }

    [Fact]
    public void S22_A_browser_resolves_every_accepted_path_to_the_same_origin_and_the_same_text() =>
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 6].Select(string.Concat).Sample(text =>
        {
            if (!HubPath.TryParse(text, out var path))
                return;
            var resolved = new Uri(new Uri("https://portal.example/deep/page"), path.Value);
            Assert.Equal("https://portal.example" + text, resolved.AbsoluteUri);
        }, iter: 5_000);
}
