using CsCheck;

namespace Cks.Scope.Tests.Drawing;

public sealed class GraphLayoutTests
{
    private const double Gap = 50;

    private static readonly Gen<((double, double)[] Sizes, (int From, int To)[] Lines)> All =
        from sizes in Gen.Select(Gen.Double[20, 300], Gen.Double[10, 200]).Array[0, 14]
        from lines in Gen.Select(Gen.Int[0, Math.Max(0, sizes.Length - 1)], Gen.Int[0, Math.Max(0, sizes.Length - 1)]).Array[0, 30]
        select (sizes, lines.Where(l => sizes.Length > 0 && l.Item1 != l.Item2).Distinct().ToArray());

    [Fact]
    public void No_box_stands_on_another_or_on_a_lane_and_every_line_leads_to_the_right() => All.Sample(graph =>
    {
        var layout = new GraphLayout(graph.Sizes, graph.Lines, Gap);
        var boxes = graph.Sizes.Zip(layout.Boxes, (size, at) => (Left: at.X, Right: at.X + size.Item1, Top: at.Y, Bottom: at.Y + size.Item2)).ToArray();
        for (var i = 0; i < boxes.Length; i++)
        {
            Assert.True(boxes[i].Left >= 0 && boxes[i].Top >= -0.01 && boxes[i].Right <= layout.Width + 0.01 && boxes[i].Bottom <= layout.Height + 0.01);
            for (var j = 0; j < i; j++)
                Assert.True(boxes[i].Left >= boxes[j].Right || boxes[j].Left >= boxes[i].Right || boxes[i].Top >= boxes[j].Bottom || boxes[j].Top >= boxes[i].Bottom, $"{boxes[i]} {boxes[j]}");
        }

        foreach (var (line, i) in graph.Lines.Select((l, i) => (l, i)))
        {
            var (from, to) = layout.IsForward[i] ? (boxes[line.From], boxes[line.To]) : (boxes[line.To], boxes[line.From]);
            var x = from.Right;
            foreach (var (left, right, y) in layout.Lanes[i])
            {
                Assert.True(left >= x && right >= left);
                Assert.DoesNotContain(boxes, b => b.Left < right && b.Right > left && b.Top < y && b.Bottom > y);
                x = right;
            }

            Assert.True(to.Left >= x);
        }
    }, iter: 500);

    [Fact]
    public void Only_a_line_of_a_circle_leads_back()
    {
        var size = (100.0, 50.0);

        Assert.All(new GraphLayout([size, size, size], [(2, 1), (1, 0), (2, 0)], Gap).IsForward, Assert.True);
        Assert.Single(new GraphLayout([size, size, size], [(0, 1), (1, 2), (2, 0)], Gap).IsForward, forward => !forward);
    }

    [Fact]
    public void A_line_passes_every_rank_between_its_boxes()
    {
        var size = (100.0, 50.0);
        var layout = new GraphLayout([size, size, size, size], [(0, 1), (1, 2), (2, 3), (0, 3)], Gap);

        Assert.Equal([0, 0, 0, 2], layout.Lanes.Select(l => l.Count));
        Assert.Equal([0.0, 150, 300, 450], layout.Boxes.Select(b => b.X));
    }
}
