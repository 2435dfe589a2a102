using Cks.Core;
using CsCheck;

namespace Cks.QueryBuilder.Tests;

public sealed class SqlSchemaTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Crew")]
    [InlineData("1crew")]
    [InlineData("crew;drop")]
    [InlineData("crew\"")]
    [InlineData("crew\n")]
    [InlineData("crеw")] // the third letter is Cyrillic
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123")]
    public void Name_that_is_not_plain_is_refused_at_declaration(string name)
    {
        var table = Assert.Throws<CksConfigurationException>(() => SqlSchema.Create(s => s.Table(name, t => t.Column<int>("id"))));
        var column = Assert.Throws<CksConfigurationException>(() => SqlSchema.Create(s => s.Table("crew", t => t.Column<int>(name))));

        Assert.All([table, column], e => Assert.Equal(CksCodes.InvalidIdentifier, Assert.Single(e.Diagnostics).Code));
    }

    [Fact]
    public void Only_names_of_the_documented_form_are_accepted() =>
        Gen.String[Gen.Char["abz_09A\"; .\n\u0430\0"], 0, 66].Sample(name =>
        {
            var allowed = name.Length is > 0 and <= 63 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
            if (allowed)
                Assert.Equal(name, SqlSchema.Create(s => s.Table(name, t => t.Column<int>(name))).Table(name).Column<int>(name).Name);
            else
                Assert.Throws<CksConfigurationException>(() => SqlSchema.Create(s => s.Table(name, t => t.Column<int>("id"))));
        }, iter: 2_000);

    [Fact]
    public void Names_that_stand_twice_and_tables_without_columns_are_refused()
    {
        Assert.Throws<CksConfigurationException>(() => SqlSchema.Create(s => s.Table("a", t => t.Column<int>("x")).Table("a", t => t.Column<int>("x"))));
        Assert.Throws<CksConfigurationException>(() => SqlSchema.Create(s => s.Table("a", t => t.Column<int>("x").Column<string>("x"))));
        Assert.Throws<CksConfigurationException>(() => SqlSchema.Create(s => s.Table("a", _ => { })));
    }

    [Fact]
    public void Type_that_the_dialects_do_not_agree_on_is_refused() =>
        Assert.Contains("DateTimeOffset", Assert.Throws<CksConfigurationException>(() => SqlSchema.Create(s => s.Table("a", t => t.Column<DateTime>("x")))).Message);

    [Fact]
    public void Unknown_name_in_code_is_answered_with_the_nearest_one()
    {
        Assert.Contains("Did you mean \"crew\"?", Assert.Throws<CksConfigurationException>(() => Portal.Schema.Table("crews")).Message);
        Assert.Contains("Did you mean \"center_id\"?", Assert.Throws<CksConfigurationException>(() => Portal.Crew.Column<string>("centre_id")).Message);
    }

    [Fact]
    public void Column_asked_for_with_another_type_is_refused_and_the_declared_type_is_told() =>
        Assert.Contains("DateTimeOffset?", Assert.Throws<CksConfigurationException>(() => Portal.Crew.Column<DateTimeOffset>("archived_at")).Message);

    [Fact]
    public void Names_from_outside_are_found_exactly_or_not_at_all()
    {
        Assert.True(Portal.Schema.TryTable("crew", out var table));
        Assert.Same(Portal.Crew, table);
        Assert.True(table.TryColumn("name", out var column));
        Assert.Same(Portal.Name, column);
        Assert.All((string?[])[null, "", "Crew", " crew", "crew ", "crew.name", "\"crew\"", new string('a', 100_000)], name =>
        {
            Assert.False(Portal.Schema.TryTable(name, out _));
            Assert.False(Portal.Crew.TryColumn(name, out _));
        });
    }
}
