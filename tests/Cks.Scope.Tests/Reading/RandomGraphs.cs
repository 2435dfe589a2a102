namespace Cks.Scope.Tests.Reading;

/// <summary>
/// Thousands of graphs from seeds: 5 to 2,000 rows, most of them small; parents drawn unevenly, so that some have nearly everything below them; a fifth of the rows archived; a second tenant with the codes of the first,
/// a test class in both; and codes that differ in case only, hold quotes or are no ASCII. Several stand in one database at a time, each with tenants of its own.
/// </summary>
internal static class RandomGraphs
{
    /// <summary>Graphs of a run that compares everything.</summary>
    public const int All = 3_000;

    /// <summary>Viewers that are looked at in a graph, of every role that it has.</summary>
    public const int Viewers = 12;

    private const int AtOnce = 25;
    private const int Smallest = 5;
    private const int Largest = 2_000;

    private static readonly (string Table, int Weight)[] Kinds =
        [("managers", 3), ("customers", 8), ("centers", 12), ("crew", 20), ("services", 12), ("admins", 2), ("staffing", 12), ("orders", 20), ("participants", 8), ("reports", 5)];

    private static readonly string?[] Statuses = ["active", " Assigned ", "paused", "", null];
    private static readonly string?[] OrderStatuses = ["open", "ready", "done", null];
    private static readonly string?[] OrderKinds = ["plain", "plain", "secret", "hidden", null];

    /// <summary>Databases full of graphs: all rows of one, and each graph with the viewers to look at.</summary>
    /// <param name="graphs">How many in all.</param>
    /// <param name="mix">Counts them.</param>
    public static IEnumerable<(Graph Whole, IReadOnlyList<(Graph Graph, Node[] Viewers)> Graphs)> Of(int graphs, GraphMix mix)
    {
        foreach (var seeds in Enumerable.Range(1, graphs).Chunk(AtOnce))
        {
            var each = seeds.Select(seed => Create(seed)).ToArray();
            foreach (var (graph, viewers) in each)
                mix.Add(graph, viewers);
            yield return (new(
                [.. each.SelectMany(e => e.Graph.Nodes)], [.. each.SelectMany(e => e.Graph.Orders)], [.. each.SelectMany(e => e.Graph.Participants)], [.. each.SelectMany(e => e.Graph.Reports)]), each);
        }
    }

    private static (Graph Graph, Node[] Viewers) Create(int seed)
    {
        var random = new Random(seed);
        var size = (int)(Smallest * Math.Exp(Math.Log((double)Largest / Smallest) * Math.Pow(random.NextDouble(), 3)));
        if (seed % 500 == 0)
            size = Largest;
        // One of each role is always there.
        var counts = Kinds.ToDictionary(k => k.Table, k => k.Table is "managers" or "customers" or "centers" or "crew" or "admins" ? 1 : 0);
        for (var i = counts.Values.Sum(); i < size; i++)
        {
            var drawn = random.Next(Kinds.Sum(k => k.Weight));
            counts[Kinds.First(k => (drawn -= k.Weight) < 0).Table]++;
        }

        var (nodes, orders, participants, reports) = (new List<Node>(), new List<Order>(), new List<Participant>(), new List<Report>());
        foreach (var (tenant, share) in new[] { ($"g{seed}a", 0.7), ($"g{seed}b", 0.3) })
        {
            int CountOf(string table) => (int)(share > 0.5 ? Math.Ceiling(counts[table] * share) : counts[table] * share);

            // The first of a table have the most below them.
            string? Draw(string table, int noneIn = 12) => CountOf(table) == 0 || random.Next(noneIn) == 0 ? null : CodeOf(table, (int)(CountOf(table) * Math.Pow(random.NextDouble(), 2)));
            string? Anybody() => Draw(new[] { "managers", "customers", "centers", "crew" }[random.Next(4)], 20);
            bool Chance(int one) => random.Next(one) == 0;

            foreach (var (table, parent) in new[] { ("managers", null), ("admins", null), ("customers", "managers"), ("centers", "customers"), ("crew", "centers"), ("services", "centers") })
                for (var i = 0; i < CountOf(table); i++)
                    nodes.Add(new(table, CodeOf(table, i), tenant, Chance(6), Chance(5), Statuses[random.Next(Statuses.Length)], parent is null ? null : Draw(parent)));
            for (var i = 0; i < CountOf("staffing"); i++)
                if ((Draw("crew"), Draw("services")) is ({ } crew, { } service))
                    nodes.Add(new("staffing", "", tenant, Chance(6), false, null, crew, service));
            for (var i = 0; i < CountOf("orders"); i++)
                orders.Add(new(
                    CodeOf("orders", i), tenant, Chance(6), Chance(6), OrderStatuses[random.Next(4)], OrderKinds[random.Next(5)], Anybody(), Draw("customers", 3), Draw("centers", 3),
                    Graph.Now.AddHours(-random.Next(0, 2_000)), Chance(3) ? null : Graph.Now.AddHours(random.Next(-40, 40)), Chance(4) ? null : random.Next(5), Chance(4) ? null : random.Next(5)));
            for (var i = 0; i < CountOf("participants"); i++)
                if (Draw("orders") is { } order && Anybody() is { } who)
                    participants.Add(new(tenant, Chance(6), who, order));
            for (var i = 0; i < CountOf("reports"); i++)
                reports.Add(new(CodeOf("reports", i), tenant, Chance(6), Chance(5), Draw("managers")));
        }

        Graph graph = new([.. nodes.DistinctBy(n => n.Table == "staffing" ? (n.Table, n.Parent + "/" + n.Link, n.Tenant) : (n.Table, n.Id, n.Tenant))], orders, [.. participants.Distinct()], reports);
        // In turn one of each role. Where there are too few, they look from another class or tenant as well, where somebody else may have their code or nobody.
        var people = graph.Nodes.Where(n => NaiveScope.Viewers.Contains(n.Table)).GroupBy(n => n.Table).SelectMany(g => g.OrderBy(_ => random.Next()).Select((n, i) => (n, i))).OrderBy(p => p.i).Select(p => p.n).ToArray();
        var elsewhere = people.Select(p => p with { Test = !p.Test }).Concat(people.Select(p => p with { Tenant = p.Tenant[^1] == 'a' ? $"g{seed}b" : $"g{seed}a" }));
        return (graph, [.. people.Concat(elsewhere).Take(Viewers)]);
    }

    // As many forms as there are ways to get a text wrong.
    private static string CodeOf(string table, int index)
    {
        var code = Graph.Code(table, index + 1);
        return (index % 9) switch
        {
            3 => Graph.Code(table, index).ToLowerInvariant(), // the one before, but for its case
            5 => code + "' OR '1'='1",
            6 => code + "\"; --",
            7 => code + "-Ünï 💡%_\\",
            _ => code,
        };
    }
}
