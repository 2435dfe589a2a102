using Cks.Stranger.Pages;

namespace Cks.Stranger.Tests.Pages;

public sealed class StartPageTests
{
    [Fact]
    public void A_page_is_read_in_its_order()
    {
        var steps = StartPage.Read("""
            Words.

            ```sh
            dotnet new web
            ```

            ```text
            created
              indented
            ```

            ```csharp Program.cs
            app.Run();
            ```

            ```diff app.json
             same
            -old
            +new
            ```

            ```sh stays
            dotnet run
            ```

            ```sh fails
            cks doctor
            ```

            ```text stays
            read again
            ```

            ```xml
            <for-reading />
            ```
            """);

        Assert.Collection(
            steps,
            s => Assert.Equal((3, "dotnet new web\n", CommandEnd.Well, "created|indented"), Flat(s)),
            s => Assert.Equal(new WriteStep(12, "Program.cs", "app.Run();\n"), s),
            s => Assert.Equal(new EditStep(16, "app.json", "same\nold", "same\nnew"), s),
            s => Assert.Equal((22, "dotnet run\n", CommandEnd.Stays, ""), Flat(s)),
            s => Assert.Equal((26, "cks doctor\n", CommandEnd.Fails, ""), Flat(s)),
            s => Assert.Equal((30, "read again"), (Assert.IsType<WaitStep>(s).Line, string.Join('|', ((WaitStep)s).Expected))));
    }

    [Theory]
    [InlineData("```text\nnothing before\n```")]
    [InlineData("```sh\ntrue\n```\n```text\na\n```\n```text\nb\n```")]
    [InlineData("```sh loudly\ntrue\n```")]
    [InlineData("```sh\ntrue\n```\n```text loudly\na\n```")]
    public void A_block_that_would_not_be_looked_at_is_a_mistake(string page) => Assert.Throws<StrangerException>(() => StartPage.Read(page));

    [Theory]
    [InlineData("a|b", "a\nmore\n  b\n", null)]
    [InlineData("b|a", "a\nb\n", "a")]
    [InlineData("a|a", "a\n", "a")]
    [InlineData("version … of …", "version 1.2 of 3\n", null)]
    [InlineData("version …", "no version 1\n", "version …")]
    [InlineData("a.c", "abc\n", "a.c")]
    [InlineData("", "", null)]
    public void Expected_lines_are_whole_lines_in_their_order(string expected, string output, string? missing) =>
        Assert.Equal(missing, StartPage.FirstMissing(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), output));

    private static (int Line, string Commands, CommandEnd End, string Expected) Flat(PageStep step)
    {
        var command = Assert.IsType<CommandStep>(step);
        return (command.Line, command.Commands, command.End, string.Join('|', command.Expected));
    }
}
