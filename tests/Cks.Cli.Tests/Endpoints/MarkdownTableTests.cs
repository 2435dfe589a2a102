namespace Cks.Cli.Tests;

public sealed class MarkdownTableTests
{
    [Fact]
    public void What_is_written_is_read_again_whatever_a_route_holds()
    {
        MarkdownTable[] tables =
        [
            new(["endpoint", "why"], [[@"GET /a/{id:regex(^\d{3}|x\|y$)}", ""], ["* {*path:nonfile}", @"ends with \"]]),
            new(["other"], [["one"], ["one"]]),
        ];

        var read = MarkdownTable.Parse($"# Title\n\n{string.Join('\n', tables.AsEnumerable())}\nand more | text\n");

        Assert.Equal(tables.SelectMany(t => t.Rows.Prepend(t.Heads)), read.SelectMany(t => t.Rows.Prepend(t.Heads)));
        Assert.Equal(2, read.Count);
        Assert.Empty(TableDifference.Between(tables, read));
    }

    [Fact]
    public void The_same_words_twice_are_told_apart_by_their_place()
    {
        MarkdownTable old = new(["endpoint", "why"], [["GET /", "a"], ["GET /", "b"]]), now = new(["endpoint", "why"], [["GET /", "a"], ["GET /", "c"], ["GET /", "d"]]);

        Assert.Equal(["GET / (2): why was \"b\", is \"c\"", "GET / (3) is new: why \"d\""], TableDifference.Between([old], [now]));
    }

    [Fact]
    public void A_table_that_came_or_went_is_told_row_by_row()
    {
        MarkdownTable findings = new(["does not start", "what"], [["CKS110 GET /", "The endpoint has no rule."]]);

        Assert.Equal(["CKS110 GET / is new: what \"The endpoint has no rule.\""], TableDifference.Between([], [findings]));
        Assert.Equal(["CKS110 GET / is gone"], TableDifference.Between([findings], []));
    }
}
