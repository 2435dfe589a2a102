namespace Cks.Scope.Tests.Reading;

/// <summary>What random graphs hold, so that equal does not mean empty.</summary>
internal sealed class GraphMix
{
    private readonly SortedDictionary<string, int> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _viewers = [];
    private int _graphs;
    private int _smallest = int.MaxValue;
    private int _largest;
    private int _rows;
    private int _foreign;
    private int _test;
    private int _parents;
    private int _archivedParents;
    private int _oddCodes;
    private int _orders;
    private int _twoWays;

    public void Add(Graph graph, Node[] viewers)
    {
        var size = graph.Nodes.Count + graph.Orders.Count + graph.Participants.Count + graph.Reports.Count;
        var first = graph.Nodes.Count > 0 ? graph.Nodes[0].Tenant : "";
        var parents = graph.Nodes.Where(n => n.Table != "staffing" && n.Parent is not null).Select(n => (n.Tenant, n.Parent)).ToHashSet();
        var above = graph.Nodes.Where(n => parents.Contains((n.Tenant, n.Id))).ToArray();
        var joined = graph.Participants.Select(p => (p.Tenant, p.Order)).ToHashSet();
        (_graphs, _rows, _smallest, _largest) = (_graphs + 1, _rows + size, Math.Min(_smallest, size), Math.Max(_largest, size));
        (_foreign, _test) = (_foreign + graph.Nodes.Count(n => n.Tenant != first), _test + graph.Nodes.Count(n => n.Test));
        (_parents, _archivedParents) = (_parents + above.Length, _archivedParents + above.Count(n => n.Archived));
        (_orders, _twoWays) = (_orders + graph.Orders.Count, _twoWays + graph.Orders.Count(o => (o.Creator is not null && o.Center is not null) || joined.Contains((o.Tenant, o.Id))));
        _oddCodes += graph.Nodes.Count(n => n.Id.Any(c => !char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c != '-'));
        foreach (var viewer in viewers)
            _viewers[viewer.Table] = _viewers.GetValueOrDefault(viewer.Table) + 1;
    }

    /// <summary>Counts the rows that a viewer sees.</summary>
    public void Saw(string role, string entity, int rows) => _seen[$"{role} {entity}"] = _seen.GetValueOrDefault($"{role} {entity}") + rows;

    /// <summary>Shows the counts, and fails where something is hardly there.</summary>
    public void Check(ITestOutputHelper? output)
    {
        output?.WriteLine(ToString());
        Assert.True(
            _largest >= 1_800 && _smallest <= 10 && _archivedParents * 10 > _parents && _foreign * 5 > _rows / 2 && _oddCodes * 4 > _rows / 2 && _twoWays * 4 > _orders && NaiveScope.Viewers.All(_viewers.ContainsKey), ToString());
        string[] shown =
        [
            "admin customer", "admin center", "admin order", "manager customer", "manager center", "manager crew", "manager service", "manager order", "center crew", "center service", "center order", "center report",
            "center customer", "crew service", "crew center", "crew order",
        ];
        Assert.All(shown, s => Assert.True(_seen.GetValueOrDefault(s) > 100, $"{s}: {_seen.GetValueOrDefault(s)}"));
    }

    public override string ToString() =>
        $"{_graphs} graphs of {_smallest} to {_largest} rows, {_rows} in all: {(double)_foreign / _rows:P0} of a second tenant, {(double)_test / _rows:P0} test rows, {(double)_archivedParents / _parents:P0} of {_parents} parents archived, "
        + $"{(double)_twoWays / _orders:P0} of {_orders} orders reached in two ways, {(double)_oddCodes / _rows:P0} codes in lower case, with quotes or beyond ASCII; viewers: {string.Join(", ", _viewers.Select(v => $"{v.Value} {v.Key}"))}; "
        + $"rows seen: {string.Join(", ", _seen.Where(s => s.Value > 0).Select(s => $"{s.Key} {s.Value}"))}";
}
