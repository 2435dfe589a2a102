using System.Text.RegularExpressions;
using System.Xml.Linq;
using Cks.Scope.Tests.Model;

namespace Cks.Scope.Tests.Drawing;

public sealed class ScopeGraphTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly ScopeModel Model = ScopeText.ModelStore.Current.Value;

    private const string Hostile = """<script>alert("1")</script>&amp;'\n]>\u0000\u202e--\"|";""";

    [Fact]
    public void As_text_every_entity_says_what_hangs_under_it()
    {
        var text = ScopeGraph.Of(Model).ToString();

        Assert.Contains("""
            center (centers), role center
              crew -> crew (center), parent
              services -> service (center)
              createdOrders -> order (creator)
              joinedOrders -> order (through participant)
              centerOrders -> order (center)
              ecosystemReports -> report (manager = manager_copy)
              manager_copy = key of manager

            """, text, StringComparison.Ordinal);
        Assert.Equal(Model.Entities.Count(), text.Split('\n').Count(l => l.Length > 0 && l[0] != ' '));
    }

    [Fact]
    public void In_Mermaid_every_relation_is_an_arrow_of_its_kind()
    {
        var lines = ScopeGraph.Of(Model).ToMermaid().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var ids = lines.Select(l => Regex.Match(l, @"^    (e\d+)\[""(\S+) ")).Where(m => m.Success).ToDictionary(m => m.Groups[2].Value, m => m.Groups[1].Value);

        Assert.Equal("flowchart LR", lines[0]);
        Assert.Equal(Model.Entities.Select(e => e.Name).Order(), ids.Keys.Order());
        Assert.Contains($"    {ids["manager"]} ==>|\"customers\"| {ids["customer"]}", lines);
        Assert.Contains($"    {ids["center"]} -->|\"createdOrders, centerOrders\"| {ids["order"]}", lines);
        Assert.Contains($"    {ids["crew"]} --o|\"services\"| {ids["service"]}", lines);
        Assert.Contains($"    {ids["center"]} --x|\"ecosystemReports\"| {ids["report"]}", lines);
        Assert.Contains($"    {ids["center"]} -.->|\"manager_copy\"| {ids["manager"]}", lines);
    }

    [Fact]
    public void As_a_picture_it_is_one_document_that_needs_nothing_else()
    {
        var picture = ScopeGraph.Of(Model).ToSvg();
        var root = XDocument.Parse(picture).Root!;

        Assert.Equal(Svg + "svg", root.Name);
        Assert.Subset(new HashSet<string> { "svg", "rect", "g", "path", "text", "circle" }, root.DescendantsAndSelf().Select(e => e.Name.LocalName).ToHashSet());
        Assert.DoesNotContain(root.DescendantsAndSelf().Attributes(), a => a.Name.LocalName is "href" or "src" or "style" or "class" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || a.Value.Contains("url(", StringComparison.Ordinal));
        var texts = root.Descendants(Svg + "text").Select(t => t.Value).ToArray();
        Assert.All(Model.Entities, e => Assert.Contains(texts, t => t.StartsWith($"{e.Name} ({e.Table.Name}", StringComparison.Ordinal)));
        Assert.All(Model.Relations, r => Assert.Contains(texts, t => t.StartsWith($"{r.Name} → {r.To.Name} (", StringComparison.Ordinal)));
        Assert.Contains("manager_copy = key of manager", texts);
        Assert.Equal(picture, ScopeGraph.Of(ScopeText.Read(ScopeText.Model).GetOrThrow()).ToSvg());
    }

    [Fact]
    public void Children_stand_to_the_right_of_their_parents_and_texts_within_their_boxes()
    {
        var root = XDocument.Parse(ScopeGraph.Of(Model).ToSvg()).Root!;
        var boxes = root.Descendants(Svg + "rect").Where(r => r.Attribute("rx") is not null).Select(r => (X: Number(r, "x"), Y: Number(r, "y"), Width: Number(r, "width"), Height: Number(r, "height"))).ToArray();
        var texts = root.Element(Svg + "g")!.Elements(Svg + "text").ToArray();
        var titles = texts.Where(t => t.Attribute("font-weight") is not null).Zip(boxes).ToDictionary(t => t.First.Value.Split(' ')[0], t => t.Second);

        Assert.All(Model.Relations.Where(r => r.IsParent), r => Assert.True(titles[r.From.Name].X + titles[r.From.Name].Width < titles[r.To.Name].X));
        // 7.3 is what a sign of the font takes at most.
        Assert.All(texts, t => Assert.Contains(boxes, b => Number(t, "x") > b.X && Number(t, "x") + (t.Value.Length * 7.3) <= b.X + b.Width + 0.1 && Number(t, "y") > b.Y && Number(t, "y") < b.Y + b.Height));
    }

    [Fact]
    public void A_name_is_a_text_and_nothing_else()
    {
        var model = ScopeText.Read($$"""
            {
              "version": 1, "entities": { "a": { "table": "a", "key": "id", "tenant": "tenant", "test": "test" }, "b": { "table": "b", "key": "id", "tenant": "tenant", "test": "test" } },
              "relations": [{ "name": "{{Hostile.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\\\\\"", "\\\"", StringComparison.Ordinal)}}", "from": "a", "to": "b", "by": "x" }, { "name": "{{new string('w', 300)}}", "from": "b", "to": "a", "by": "y" }]
            }
            """).GetOrThrow();
        var graph = ScopeGraph.Of(model);
        var root = XDocument.Parse(graph.ToSvg()).Root!;

        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName == "script");
        Assert.Contains(root.Descendants(Svg + "text"), t => t.Value.StartsWith("<script>alert(\"1\")</script>", StringComparison.Ordinal));
        Assert.Contains(root.Descendants(Svg + "text"), t => t.Value.EndsWith('…'));
        var mermaid = graph.ToMermaid().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, mermaid.Length);
        Assert.Matches(@"^    e0 -->\|""[A-Za-z0-9 _,()#;-]*""\| e1$", mermaid[3]);
        Assert.Equal(4, graph.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_model_as_large_as_may_be_is_drawn_soon()
    {
        var entities = string.Join(',', Enumerable.Range(0, 512).Select(i => $$""" "e{{i}}": { "table": "t{{i}}", "key": "id", "tenant": "tenant", "test": "test" } """));
        var relations = string.Join(',', Enumerable.Range(0, 2_048).Select(i => $$"""{ "name": "r{{i}}", "from": "e{{(i < 511 ? i : i * 7 % 512)}}", "to": "e{{(i < 511 ? i + 1 : i * 13 % 512)}}", "by": "c{{i}}" }"""));
        var model = ScopeText.Read($$"""{ "version": 1, "entities": { {{entities}} }, "relations": [{{relations}}] }""").GetOrThrow();
        var begun = TimeProvider.System.GetTimestamp();

        XDocument.Parse(ScopeGraph.Of(model).ToSvg());

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);
}
