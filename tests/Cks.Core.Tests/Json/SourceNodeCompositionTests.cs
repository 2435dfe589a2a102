using System.Text;
using System.Text.Json;

namespace Cks.Core.Tests;

public sealed class SourceNodeCompositionTests
{
    private static readonly SourceNode One = Read("one.json", """{ "a": 1, "list": [1, 2], "in": { "x": "y" } }""");
    private static readonly SourceNode Two = Read("two.json", """{ "b": [true], "a": 2 }""");

    [Fact]
    public void Object_of_parts_of_two_documents_keeps_the_place_name_and_pointer_of_each()
    {
        var made = SourceNode.ObjectOf(One.Properties["in"], [Two.Properties["b"], One.Properties["a"]]);
        Assert.Equal((JsonValueKind.Object, "in", "/in"), (made.Kind, made.Name, made.Pointer));
        Assert.Equal("one.json:1:33", made.Location.ToString());
        Assert.Equal(["two.json:1:8 /b", "one.json:1:8 /a"], made.Properties.Values.Select(p => $"{p.Location} {p.Pointer}"));
        Assert.Equal("""{"b":[true],"a":1}""", Text(made));
        Assert.True(made.TryGet("a", out var a));
        Assert.Same(One.Properties["a"], a);
    }

    [Fact]
    public void List_of_parts_of_two_documents_stands_where_even_an_object_stood()
    {
        var made = SourceNode.ArrayOf(One.Properties["in"], [Two.Properties["a"], One.Properties["list"]]);
        Assert.Equal("[2,[1,2]]", Text(made));
        Assert.Equal(2, made.Items.Count);
        Assert.Empty(made.Properties);
        Assert.Equal("""{"in":[2,[1,2]]}""", Text(SourceNode.ObjectOf(Two, [made])));
    }

    [Fact]
    public void Object_cannot_have_two_properties_of_one_name_or_one_without_a_name()
    {
        Assert.Throws<ArgumentException>(() => SourceNode.ObjectOf(One, [One.Properties["a"], Two.Properties["a"]]));
        Assert.Throws<ArgumentException>(() => SourceNode.ObjectOf(One, [One.Properties["list"].Items[0]]));
    }

    private static SourceNode Read(string file, string json) => SourceDocument.Read(file, Encoding.UTF8.GetBytes(json), SourceDocumentOptions.Strict, [])!;

    private static string Text(SourceNode node)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            node.WriteTo(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
