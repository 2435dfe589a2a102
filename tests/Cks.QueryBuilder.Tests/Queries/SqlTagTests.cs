using Cks.Core;
using CsCheck;

namespace Cks.QueryBuilder.Tests;

public sealed class SqlTagTests
{
    [Fact]
    public void Tag_is_a_comment_and_the_same_text_gives_the_same_tag()
    {
        var tag = SqlTag.Register("crew.list");

        Assert.Same(tag, SqlTag.Register(string.Concat("crew", ".list")));
        Assert.Equal("/* crew.list */", tag.Comment);
        Assert.Equal("crew.list", tag.Name);
        Assert.NotEqual(tag.Id, SqlTag.Register("crew.list-2").Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" crew")]
    [InlineData("Crew")]
    [InlineData(".crew")]
    [InlineData("-crew")]
    [InlineData("crew*/")]
    [InlineData("*/ DROP TABLE crew; /*")]
    [InlineData("crew--")]
    [InlineData("a--b")]
    [InlineData("crew\n")]
    [InlineData("crew\0")]
    [InlineData("crew'")]
    [InlineData("crew;")]
    [InlineData("crew/list")]
    [InlineData("crеw")] // the third letter is Cyrillic
    [InlineData("a1234567890123456789012345678901234567890123456789012345678901234")]
    public void Name_that_could_end_the_comment_or_is_not_plain_is_refused(string name) =>
        Assert.Equal(CksCodes.InvalidSetting, Assert.Single(Assert.Throws<CksConfigurationException>(() => SqlTag.Register(name)).Diagnostics).Code);

    [Fact]
    public void Hostile_text_is_no_tag() =>
        Assert.All(
            Corpus.Strings().Where(s => s.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-'))),
            s => Assert.Throws<CksConfigurationException>(() => SqlTag.Register(s)));

    [Fact]
    public void Only_names_of_the_documented_form_are_accepted() =>
        Gen.String[Gen.Char["*/-; .\nA\0é"], 1, 8].Sample(name => Assert.Throws<CksConfigurationException>(() => SqlTag.Register(name)), iter: 2_000);
}
