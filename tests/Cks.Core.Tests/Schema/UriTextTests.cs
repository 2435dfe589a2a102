namespace Cks.Core.Tests;

public sealed class UriTextTests
{
    /// <summary>RFC 3986, section 5.4.</summary>
    [Theory]
    [InlineData("g:h", "g:h")]
    [InlineData("g", "http://a/b/c/g")]
    [InlineData("./g", "http://a/b/c/g")]
    [InlineData("g/", "http://a/b/c/g/")]
    [InlineData("/g", "http://a/g")]
    [InlineData("//g", "http://g")]
    [InlineData("?y", "http://a/b/c/d;p?y")]
    [InlineData("g?y", "http://a/b/c/g?y")]
    [InlineData(";x", "http://a/b/c/;x")]
    [InlineData("g;x", "http://a/b/c/g;x")]
    [InlineData("", "http://a/b/c/d;p?q")]
    [InlineData(".", "http://a/b/c/")]
    [InlineData("./", "http://a/b/c/")]
    [InlineData("..", "http://a/b/")]
    [InlineData("../", "http://a/b/")]
    [InlineData("../g", "http://a/b/g")]
    [InlineData("../..", "http://a/")]
    [InlineData("../../g", "http://a/g")]
    [InlineData("../../../../g", "http://a/g")]
    [InlineData("/./g", "http://a/g")]
    [InlineData("/../g", "http://a/g")]
    [InlineData("g.", "http://a/b/c/g.")]
    [InlineData("..g", "http://a/b/c/..g")]
    [InlineData("./../g", "http://a/b/g")]
    [InlineData("./g/.", "http://a/b/c/g/")]
    [InlineData("g/../h", "http://a/b/c/h")]
    [InlineData("g;x=1/../y", "http://a/b/c/y")]
    [InlineData("g?y/../x", "http://a/b/c/g?y/../x")]
    public void A_reference_is_resolved_as_the_RFC_shows(string reference, string expected) => Assert.Equal(expected, UriText.Resolve("http://a/b/c/d;p?q", reference));

    [Theory]
    [InlineData("http://a", "b", "http://a/b")]
    [InlineData("http://a?q", "b", "http://a/b")]
    [InlineData("urn:uuid:1", "", "urn:uuid:1")]
    [InlineData("urn:example:a", "http://x/y", "http://x/y")]
    [InlineData("cks:///schema", "other.json", "cks:///other.json")]
    public void Other_bases_are_resolved_too(string basis, string reference, string expected) => Assert.Equal(expected, UriText.Resolve(basis, reference));

    [Theory]
    [InlineData("http://[v1.a:b]/", true)]
    [InlineData("http://[v1.]/", false)]
    [InlineData("http://[vx.a]/", false)]
    [InlineData("http://[]/", false)]
    [InlineData("http://[::1]:80", true)]
    [InlineData("http://[::1]x", false)]
    [InlineData("http://u@h:1/p?q#f", true)]
    [InlineData("http://h?^", false)]
    [InlineData("http://h#^", false)]
    [InlineData("http://u^@h", false)]
    [InlineData(":a", false)]
    public void A_URI_is_told_from_what_is_none(string text, bool expected) => Assert.Equal(expected, UriText.IsReference(System.Text.Encoding.UTF8.GetBytes(text), relative: false));
}
