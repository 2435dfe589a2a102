namespace Cks.Scope;

/// <summary>
/// Places boxes in ranks from left to right, so that every line leads at least one rank further: what a line passes on its way gets a lane between the boxes of that rank. Boxes without a line stand below.
/// </summary>
internal sealed class GraphLayout
{
    private const double Between = 26;
    private const double Lane = 8;
    private const int MostSweeps = 12;

    // What all sweeps together may look at (S30); a picture so large is no better for more of them.
    private const int Work = 200_000;

    private readonly List<Slot>[] _ranks;
    private readonly int _sweeps;

    /// <param name="sizes">Width and height of each box.</param>
    /// <param name="lines">Which boxes are joined, by index; not a box with itself.</param>
    /// <param name="gap">Room between two ranks for lines.</param>
    public GraphLayout(IReadOnlyList<(double Width, double Height)> sizes, IReadOnlyList<(int From, int To)> lines, double gap)
    {
        Slot[] boxes = [.. sizes.Select(s => new Slot(s.Width, s.Height))];
        var joined = lines.SelectMany(l => new[] { l.From, l.To }).ToHashSet();
        var forward = Forward(boxes.Length, lines);
        var ranks = RanksOf(boxes.Length, forward);
        _ranks = [.. Enumerable.Range(0, joined.Count == 0 ? 0 : joined.Max(b => ranks[b]) + 1).Select(_ => new List<Slot>())];
        foreach (var box in joined.Order())
            _ranks[ranks[box]].Add(boxes[box]);
        var routes = forward.Select(l => Route(boxes[l.From], boxes[l.To], ranks[l.From], ranks[l.To])).ToArray();
        _sweeps = Math.Clamp(Work / Math.Max(1, _ranks.Sum(r => r.Count)), 1, MostSweeps);
        for (var sweep = 0; sweep < _sweeps; sweep++)
            Order(sweep % 2 == 0);
        PlaceRanks(gap);
        var bottom = _ranks.SelectMany(r => r).Select(s => s.Y + s.Height).DefaultIfEmpty(0).Max();
        PlaceAlone([.. boxes.Index().Where(b => !joined.Contains(b.Index)).Select(b => b.Item)], bottom == 0 ? 0 : bottom + (2 * Between));
        Boxes = [.. boxes.Select(b => (b.X, b.Y))];
        Lanes = [.. routes.Select(route => (IReadOnlyList<(double Left, double Right, double Y)>)[.. route.Select(s => (s.X, s.X + s.Width, s.Y + (s.Height / 2)))])];
        IsForward = [.. forward.Zip(lines, (f, l) => f.From == l.From)];
        Width = boxes.Select(b => b.X + b.Width).DefaultIfEmpty(0).Max();
        Height = boxes.Select(b => b.Y + b.Height).DefaultIfEmpty(0).Max();
    }

    /// <summary>Left upper corner of each box.</summary>
    public IReadOnlyList<(double X, double Y)> Boxes { get; }

    /// <summary>The lanes that each line passes, from left to right.</summary>
    public IReadOnlyList<IReadOnlyList<(double Left, double Right, double Y)>> Lanes { get; }

    /// <summary>Whether each line leads from left to right; one that closes a circle leads back.</summary>
    public IReadOnlyList<bool> IsForward { get; }

    public double Width { get; private set; }

    public double Height { get; private set; }

    // A line that leads back to where the way to it began is turned round.
    private static (int From, int To)[] Forward(int boxes, IReadOnlyList<(int From, int To)> lines)
    {
        var (state, turned, next) = (new int[boxes], new bool[lines.Count], lines.Index().ToLookup(l => l.Item.From));
        for (var start = 0; start < boxes; start++)
        {
            // By a stack of its own: a model may have a long line of entities.
            var stack = new Stack<(int Box, IEnumerator<(int Index, (int From, int To) Item)> Left)>();
            Enter(start);
            while (stack.TryPeek(out var top))
            {
                if (!top.Left.MoveNext())
                {
                    state[stack.Pop().Box] = 2;
                    continue;
                }

                turned[top.Left.Current.Index] = state[top.Left.Current.Item.To] == 1;
                Enter(top.Left.Current.Item.To);
            }

            void Enter(int box)
            {
                if (state[box] != 0)
                    return;
                state[box] = 1;
                stack.Push((box, next[box].GetEnumerator()));
            }
        }

        return [.. lines.Select((l, i) => turned[i] ? (l.To, l.From) : l)];
    }

    // The longest way to a box is its rank.
    private static int[] RanksOf(int boxes, (int From, int To)[] lines)
    {
        var (ranks, open, next) = (new int[boxes], new int[boxes], lines.ToLookup(l => l.From, l => l.To));
        foreach (var (_, to) in lines)
            open[to]++;
        var ready = new Queue<int>(Enumerable.Range(0, boxes).Where(b => open[b] == 0));
        while (ready.TryDequeue(out var box))
            foreach (var to in next[box])
            {
                ranks[to] = Math.Max(ranks[to], ranks[box] + 1);
                if (--open[to] == 0)
                    ready.Enqueue(to);
            }

        return ranks;
    }

    private List<Slot> Route(Slot from, Slot to, int first, int last)
    {
        var (route, before) = (new List<Slot>(), from);
        for (var rank = first + 1; rank < last; rank++)
        {
            var lane = new Slot(0, Lane) { IsLane = true };
            _ranks[rank].Add(lane);
            route.Add(lane);
            Slot.Join(before, lane);
            before = lane;
        }

        Slot.Join(before, to);
        return route;
    }

    // Each rank in the order of the middles of what its boxes are joined with in the rank before.
    private void Order(bool isForward)
    {
        for (var i = 0; i < _ranks.Length; i++)
        {
            var rank = _ranks[isForward ? i : _ranks.Length - 1 - i];
            List<Slot> ordered = [.. rank.Select((slot, place) => (slot, place, middle: (isForward ? slot.Before : slot.After) is { Count: > 0 } joined ? joined.Average(j => j.Place) : place)).OrderBy(s => s.middle).ThenBy(s => s.place).Select(s => s.slot)];
            rank.Clear();
            rank.AddRange(ordered);
            foreach (var (place, slot) in rank.Index())
                slot.Place = (place + 0.5) / rank.Count;
        }
    }

    private void PlaceRanks(double gap)
    {
        var x = 0.0;
        foreach (var rank in _ranks)
        {
            var width = rank.Max(s => s.Width);
            foreach (var slot in rank)
            {
                slot.X = x;
                if (slot.IsLane)
                    slot.Width = width;
            }

            Spread(rank, [.. rank.Select((_, i) => i * 1e-3)]);
            x += width + gap;
        }

        for (var sweep = 0; sweep < _sweeps; sweep++)
            for (var i = 0; i < _ranks.Length; i++)
            {
                var rank = _ranks[sweep % 2 == 0 ? i : _ranks.Length - 1 - i];
                Spread(rank, [.. rank.Select(s => s.Before.Concat(s.After).Select(j => j.Y + (j.Height / 2)).DefaultIfEmpty(s.Y + (s.Height / 2)).Average() - (s.Height / 2))]);
            }

        var top = _ranks.SelectMany(r => r).Select(s => s.Y).DefaultIfEmpty(0).Min();
        foreach (var slot in _ranks.SelectMany(r => r))
            slot.Y -= top;
    }

    // As near to where each wants to be as its neighbours leave room: those that overlap are moved apart around their common middle.
    private static void Spread(List<Slot> rank, double[] wanted)
    {
        var groups = new List<(double Y, int Count, double Sum, double Height)>();
        for (var i = 0; i < rank.Count; i++)
        {
            (double Y, int Count, double Sum, double Height) group = (wanted[i], 1, wanted[i], rank[i].Height + Room(i));
            while (groups.Count > 0 && groups[^1].Y + groups[^1].Height > group.Y)
            {
                var above = groups[^1];
                groups.RemoveAt(groups.Count - 1);
                var sum = above.Sum + group.Sum - (group.Count * above.Height);
                group = (sum / (above.Count + group.Count), above.Count + group.Count, sum, above.Height + group.Height);
            }

            groups.Add(group);
        }

        var at = 0;
        foreach (var (start, count, _, _) in groups)
        {
            var y = start;
            for (var i = 0; i < count; i++, at++)
            {
                rank[at].Y = y;
                y += rank[at].Height + Room(at);
            }
        }

        double Room(int i) => i + 1 < rank.Count && rank[i].IsLane && rank[i + 1].IsLane ? Lane : Between;
    }

    private void PlaceAlone(Slot[] alone, double top)
    {
        var (x, y, row, limit) = (0.0, top, 0.0, Math.Max(1_200, _ranks.Sum(r => r.Max(s => s.Width))));
        foreach (var box in alone)
        {
            if (x > 0 && x + box.Width > limit)
                (x, y, row) = (0, y + row + Between, 0);
            (box.X, box.Y) = (x, y);
            (x, row) = (x + box.Width + Between, Math.Max(row, box.Height));
        }
    }

    private sealed class Slot(double width, double height)
    {
        public double Width { get; set; } = width;

        public double Height { get; } = height;

        public double X { get; set; }

        public double Y { get; set; }

        public double Place { get; set; }

        public bool IsLane { get; init; }

        public List<Slot> Before { get; } = [];

        public List<Slot> After { get; } = [];

        public static void Join(Slot left, Slot right)
        {
            left.After.Add(right);
            right.Before.Add(left);
        }
    }
}
