namespace Cks.Core.Tests;

public sealed class SourceReaderTests
{
    private readonly DiagnosticBag _findings = new();

    [Fact]
    public void A_well_formed_object_is_read_without_a_finding()
    {
        var reader = Reader("""{"$schema":"x","name":"Ann","age":-3,"on":true,"tags":["a","b"],"parts":{"x":1,"y":2},"list":[1,2]}""");

        Assert.Equal("Ann", reader.RequiredString("name"));
        Assert.Equal(-3, reader.OptionalInt32("age"));
        Assert.True(reader.Boolean("on"));
        Assert.Equal(["a", "b"], reader.Strings("tags").Select(t => t.Text));
        Assert.Equal(["x", "y"], reader.Members("parts").Select(m => m.Name));
        Assert.Equal(2, reader.Items("list").Count);
        reader.Complete();
        Assert.Empty(_findings);
    }

    [Fact]
    public void What_is_absent_and_optional_has_its_default()
    {
        var reader = Reader("{}");

        Assert.Null(reader.Optional("a"));
        Assert.Null(reader.OptionalString("b"));
        Assert.Null(reader.OptionalInt32("c"));
        Assert.False(reader.Boolean("d"));
        Assert.True(reader.Boolean("e", absent: true));
        Assert.Empty(reader.Items("f"));
        Assert.Empty(reader.Strings("g"));
        Assert.Empty(reader.Members("h"));
        Assert.Empty(_findings);
    }

    [Fact]
    public void A_required_property_that_is_missing_is_CKS105_at_its_object()
    {
        var root = Json.Root("""{"role":{}}""");
        var reader = SourceReader.Of(root.Properties["role"], _findings);

        Assert.Null(reader.Required("id"));
        Assert.Equal("", reader.RequiredString("name"));

        Assert.All(_findings, f => Assert.Equal((CksCodes.MissingProperty, "/role"), (f.Code, f.Location.Pointer)));
        Assert.Equal(2, _findings.Count);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    public void What_is_not_an_object_is_one_finding_and_reads_as_empty(string text)
    {
        var reader = Reader(text);

        Assert.Equal("", reader.RequiredString("name"));
        reader.Complete();

        Assert.Equal(CksCodes.WrongKind, Assert.Single(_findings).Code);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\" \\t\"")]
    public void A_text_that_is_none_or_blank_is_CKS104(string value)
    {
        var reader = Reader($$"""{"name":{{value}}}""");

        Assert.Equal("", reader.RequiredString("name"));
        Assert.Null(reader.OptionalString("name"));

        Assert.All(_findings, f => Assert.Equal((CksCodes.WrongKind, "/name"), (f.Code, f.Location.Pointer)));
        Assert.Equal(2, _findings.Count);
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("2147483648")]
    [InlineData("\"1\"")]
    [InlineData("null")]
    public void A_number_that_is_not_a_whole_32_bit_one_is_CKS104(string value)
    {
        Assert.Null(Reader($$"""{"n":{{value}}}""").OptionalInt32("n"));
        Assert.Equal(CksCodes.WrongKind, Assert.Single(_findings).Code);
    }

    [Theory]
    [InlineData("\"true\"")]
    [InlineData("1")]
    [InlineData("null")]
    public void A_switch_that_is_neither_true_nor_false_is_CKS104_and_keeps_its_default(string value)
    {
        var reader = Reader($$"""{"on":{{value}}}""");

        Assert.False(reader.Boolean("on"));
        Assert.True(reader.Boolean("on", absent: true));
        Assert.Equal(2, _findings.Count);
    }

    [Fact]
    public void Only_texts_of_a_list_are_kept_and_the_others_are_reported()
    {
        var texts = Reader("""{"roles":["a",1,"",null,"b"]}""").Strings("roles");

        Assert.Equal(["a", "b"], texts.Select(t => t.Text));
        Assert.Equal(["/roles/1", "/roles/2", "/roles/3"], _findings.Select(f => f.Location.Pointer));
    }

    [Fact]
    public void A_list_or_object_of_the_wrong_kind_is_reported_and_empty()
    {
        var reader = Reader("""{"list":{"a":1},"parts":["a"]}""");

        Assert.Empty(reader.Items("list"));
        Assert.Empty(reader.Members("parts"));
        Assert.Equal(["/list", "/parts"], _findings.Select(f => f.Location.Pointer));
    }

    [Fact]
    public void A_property_nobody_asked_for_is_CKS106_with_the_name_that_was_meant()
    {
        var reader = Reader("""
            {
              "nmae": "Ann"
            }
            """);
        reader.OptionalString("name");

        reader.Complete();

        Assert.Equal("CKS106 a.json:2:3 \"nmae\" is not known here. Did you mean \"name\"?", Assert.Single(_findings).ToString());
    }

    [Fact]
    public void A_required_property_that_is_misspelt_is_one_finding_and_not_two()
    {
        var reader = Reader("""{"nmae":"Ann","age":1}""");
        reader.RequiredString("name");
        reader.RequiredString("role");

        reader.Complete();

        Assert.Equal(
            [("CKS105", null), ("CKS106", "name"), ("CKS106", null)],
            _findings.Select(f => (f.Code.Id, f.Suggestion)));
        Assert.Equal("\"role\" is missing.", _findings.First().Message);
        Assert.True(_findings.HasErrors);
    }

    [Fact]
    public void A_name_that_is_there_already_is_not_proposed()
    {
        var reader = Reader("""{"name":"Ann","names":"Bob"}""");
        reader.RequiredString("name");

        reader.Complete();

        Assert.Equal(("Known: name.", null), (Assert.Single(_findings).Fix, Assert.Single(_findings).Suggestion));
    }

    private SourceReader Reader(string text) => SourceReader.Of(Json.Root(text), _findings);
}
