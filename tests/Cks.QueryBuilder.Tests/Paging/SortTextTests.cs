using CsCheck;
using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class SortTextTests
{
    private static readonly Dictionary<string, Column> Shown = new() { ["code"] = CrewId, ["name"] = Name, ["createdAt"] = CreatedAt };

    [Fact]
    public void Text_becomes_columns_and_directions()
    {
        Assert.True(SortText.TryParse("-createdAt,code", Shown, out var sort));

        Assert.Equal([new SortKey(CreatedAt, true), new(CrewId, false)], sort.Keys);
        Assert.Equal("-created_at,crew_id", sort.ToString());
        Assert.Equal(
            PostgresCompiler.Default.Compile(Query.From(Crew).OrderByDesc(CreatedAt).OrderBy(CrewId)).Sql,
            PostgresCompiler.Default.Compile(sort.Apply(Query.From(Crew))).Sql);
    }

    [Fact]
    public void Names_of_a_table_are_its_declared_ones()
    {
        Assert.True(SortText.TryParse("name,-crew_id", Crew, out var sort));
        Assert.Equal([new SortKey(Name, false), new(CrewId, true)], sort.Keys);
        Assert.False(SortText.TryParse("code", Crew, out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("-")]
    [InlineData("--name")]
    [InlineData("+name")]
    [InlineData("name,")]
    [InlineData(",name")]
    [InlineData("name,,code")]
    [InlineData(" name")]
    [InlineData("name ")]
    [InlineData("name, code")]
    [InlineData("Name")]
    [InlineData("name desc")]
    [InlineData("name;code")]
    [InlineData("crew.name")]
    [InlineData("\"name\"")]
    [InlineData("name\n")]
    [InlineData("name\0")]
    [InlineData(" as x")]
    [InlineData("name,name")]
    [InlineData("name,-name")]
    [InlineData("code,unknown")]
    public void Text_with_anything_else_is_refused_whole(string? text)
    {
        Assert.False(SortText.TryParse(text, Shown, out var sort));
        Assert.Null(sort);
    }

    [Fact]
    public void Two_names_of_one_column_are_one_column_twice() =>
        Assert.False(SortText.TryParse("a,b", new Dictionary<string, Column> { ["a"] = Name, ["b"] = Name }, out _));

    [Fact]
    public void Length_and_number_of_columns_are_bounded()
    {
        var table = SqlSchema.Create(s => s.Table("t", t =>
        {
            for (var i = 0; i < 9; i++)
                t.Column<int>($"c{i}");
        })).Table("t");
        var names = table.Columns.Select(c => c.Name).ToArray();

        Assert.True(SortText.TryParse(string.Join(',', names[..SortText.MostKeys]), table, out var most));
        Assert.Equal(SortText.MostKeys, most.Keys.Count);
        Assert.False(SortText.TryParse(string.Join(',', names), table, out _));
        Assert.False(SortText.TryParse(new string('a', 10_000_000), table, out _));
        Assert.False(SortText.TryParse(new string(',', 10_000_000), table, out _));
    }

    [Fact]
    public void Hostile_text_in_any_part_is_refused_or_exactly_a_declared_name()
    {
        string[] names = [.. Crew.Columns.Select(c => c.Name)];
        Assert.All(Corpus.Strings(), hostile =>
        {
            foreach (var text in (string[])[hostile, $"-{hostile}", $"name,{hostile}", $"{hostile},name", $"name{hostile}", $"-{hostile}name", $"name,-{hostile},crew_id"])
            {
                if (SortText.TryParse(text, Crew, out var sort))
                {
                    Assert.Equal(text, sort.ToString());
                    Assert.All(sort.Keys, k => Assert.Contains(k.Column.Name, names));
                }
            }
        });
    }

    [Fact]
    public void What_is_accepted_says_what_was_written_and_nothing_throws() =>
        Gen.String[Gen.Char["-,name \0é"], 0, 12].Sample(text => Assert.True(!SortText.TryParse(text, Crew, out var sort) || sort.ToString() == text), iter: 5_000);

    [Fact]
    public void Column_that_has_no_order_is_no_order()
    {
        Assert.False(SortText.TryParse("doc", Office.Staff, out _));
        Assert.False(SortText.TryParse("name,-extra", Office.Staff, out _));
        Assert.False(SortText.TryParse("d", new Dictionary<string, Column> { ["d"] = Office.Doc }, out _));
        Assert.True(SortText.TryParse("d", new Dictionary<string, Column> { ["d"] = Office.Doc.JsonText("a") }, out var sort));
        sort.Apply(Query.From(Office.Staff));
    }
}
