using System.Text.Json;

namespace Cks.Core.Tests;

public sealed class SourceNodeWriterTests
{
    [Fact]
    public void Every_value_points_to_what_it_was_made_of()
    {
        var findings = new DiagnosticBag();
        var first = SourceDocument.Read("first.json", "{ \"a\": [1,\n 2.50], \"b\": \"x\" }"u8.ToArray(), SourceDocumentOptions.Strict, findings)!;
        var second = SourceDocument.Read("second.json", "\n\n { \"c\": { \"d\": true } }"u8.ToArray(), SourceDocumentOptions.Strict, findings)!;
        var writer = new SourceNodeWriter("made.json");
        writer.StartObject(first);
        writer.Name("list");
        writer.Copy(first.Properties["a"]);
        writer.Name("c");
        writer.StartObject(second.Properties["c"]);
        writer.Name("new");
        writer.Value(JsonValueKind.Number, "7", origin: null);
        writer.Name("d");
        writer.Value(JsonValueKind.False, null, second.Properties["c"].Properties["d"]);
        writer.EndObject();
        writer.EndObject();
        var made = writer.Complete();

        Assert.Equal(new SourceLocation("first.json", 2, 2, "/a/1"), made.Properties["list"].Items[1].Location);
        Assert.Equal("2.50", made.Properties["list"].Items[1].Text);
        Assert.Equal("/list/1", made.Properties["list"].Items[1].Pointer);
        Assert.Equal(new SourceLocation("first.json", 1, 3, "/a"), made.Properties["list"].NamePlace.Location);
        Assert.Equal(new SourceLocation("second.json", 3, 16, "/c/d"), made.Properties["c"].Properties["d"].Location);
        // What nobody wrote stands where the value around it does.
        Assert.Equal(new SourceLocation("second.json", 3, 9, "/c"), made.Properties["c"].Properties["new"].Location);
        findings.Add(CksCodes.WrongKind, made.Properties["c"].Properties["d"], "wrong");
        Assert.Equal(("CKS104 second.json:3:16 wrong", 4), (findings.Single().ToString(), findings.Single().Length));
    }

    [Fact]
    public void Document_made_of_a_made_one_points_to_the_first()
    {
        var node = SourceDocument.Read("first.json", "{ \"a\": 1 }"u8.ToArray(), SourceDocumentOptions.Strict, new())!;
        for (var i = 0; i < 3; i++)
        {
            var writer = new SourceNodeWriter($"made{i}.json");
            writer.Copy(node);
            node = writer.Complete();
        }

        Assert.Equal("first.json:1:8", node.Properties["a"].Location.ToString());
    }

    [Fact]
    public void Value_made_of_nothing_has_the_document_for_its_place()
    {
        var writer = new SourceNodeWriter("made.json");
        writer.StartArray(origin: null);
        writer.Value(JsonValueKind.String, "x", origin: null);
        writer.EndArray();
        Assert.Equal(SourceLocation.Whole("made.json"), writer.Complete().Items[0].Location);
    }

    [Fact]
    public void Document_that_is_not_complete_is_refused()
    {
        var open = new SourceNodeWriter("made.json");
        open.StartObject(origin: null);
        Assert.Throws<InvalidOperationException>(open.Complete);
        Assert.Throws<InvalidOperationException>(new SourceNodeWriter("made.json").Complete);
        var twice = new SourceNodeWriter("made.json");
        twice.StartObject(origin: null);
        foreach (var name in (string[])["a", "a"])
        {
            twice.Name(name);
            twice.Value(JsonValueKind.Null, null, origin: null);
        }

        twice.EndObject();
        Assert.Throws<InvalidOperationException>(twice.Complete);
    }
}
