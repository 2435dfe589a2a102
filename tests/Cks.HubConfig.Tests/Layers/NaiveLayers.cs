using System.Text.Json.Nodes;

namespace Cks.HubConfig.Tests;

/// <summary>
/// Layers merged the slow and plain way, for comparison: every value of the document is a cell under its pointer in one flat table, and each cell keeps the list of what was said about it.
/// Knows <see cref="LayerWorld.Schema"/> and nothing of the code under test.
/// </summary>
internal sealed class NaiveLayers
{
    private readonly Dictionary<string, Cell> _cells = new(StringComparer.Ordinal);
    private HubLayerKind _kind;
    private int _layer;

    /// <summary>Whether something was said that no layer may say.</summary>
    public bool IsWrong { get; private set; }

    /// <summary>The values that are there.</summary>
    public IEnumerable<KeyValuePair<string, Cell>> Values => _cells.Where(c => !c.Value.Trail[0].IsGone);

    public void Apply(HubLayerKind kind, int layer, JsonObject document)
    {
        (_kind, _layer) = (kind, layer);
        Members("", document, "");
    }

    private bool Has(string at) => _cells.TryGetValue(at, out var cell) && !cell.Trail[0].IsGone;

    private void Members(string at, JsonObject members, string source)
    {
        foreach (var (name, value) in members)
            if (!name.StartsWith('$'))
                Member($"{at}/{name}", name, value, $"{source}/{name}");
    }

    private void Member(string at, string name, JsonNode? value, string source)
    {
        var inPermissions = at.StartsWith("/permissions/", StringComparison.Ordinal);
        if (value is null)
            Delete(at, name, source, inPermissions);
        else if (inPermissions)
            Permission(at, value.GetValue<bool>(), source);
        else if (name == "widgets")
            Widgets(at, (JsonArray)value, source);
        else if (name == "channels")
            Channels(at, value, source);
        else if (value is JsonObject o)
            Object(at, o, source);
        else if (Has(at) && _cells[at].IsObject)
            IsWrong = true;
        else if (name == "limit")
            Least(at, value, source, (mine, before) => mine.GetValue<int>() <= before.GetValue<int>());
        else if (name == "kill")
            Least(at, value, source, (mine, before) => mine.GetValue<bool>() || !before.GetValue<bool>());
        else
            Set(at, value, source, ValueOperation.Replaced);
    }

    private void Delete(string at, string name, string source, bool isPermission)
    {
        if (!Has(at))
            return;
        var stays = name == "limit" || (isPermission && !_cells[at].Value!.GetValue<bool>())
            || _cells.Any(c => (c.Key == at || c.Key.StartsWith(at + "/", StringComparison.Ordinal)) && c.Key.EndsWith("/kill", StringComparison.Ordinal) && !c.Value.Trail[0].IsGone && c.Value.Value!.GetValue<bool>());
        var said = new Said(_layer, stays ? ValueOperation.Overruled : ValueOperation.Deleted, source, null);
        if (stays)
        {
            _cells[at].Trail.Insert(1, said);
            return;
        }

        // A layer below the tenants' takes the guards of what it deletes with it.
        _cells[at].Before = Within(at).Where(c => _kind >= HubLayerKind.Tenant || c.Key != at + "/endpoint").ToDictionary();
        _cells[at].Trail.Insert(0, said);
        foreach (var key in Within(at).Keys)
            _cells.Remove(key);
    }

    private Dictionary<string, Cell> Within(string at) =>
        _cells.Where(c => c.Key.StartsWith(at + "/", StringComparison.Ordinal) || c.Key.StartsWith(at + "[", StringComparison.Ordinal)).ToDictionary();

    private void Permission(string at, bool value, string source)
    {
        if (!Has(at) && value && _kind >= HubLayerKind.Tenant)
            return;
        Least(at, value, source, (mine, before) => !mine.GetValue<bool>() || before.GetValue<bool>());
    }

    // Counts where it is not more than what is there.
    private void Least(string at, JsonNode value, string source, Func<JsonNode, JsonNode, bool> isLess)
    {
        if (Has(at) && !isLess(value, _cells[at].Value!))
            _cells[at].Trail.Insert(1, new(_layer, ValueOperation.Overruled, source, value.ToJsonString()));
        else
            Set(at, value, source, Has(at) && value.ToJsonString() != _cells[at].Value!.ToJsonString() ? ValueOperation.Narrowed : ValueOperation.Replaced);
    }

    private void Set(string at, JsonNode value, string source, ValueOperation ifThere)
    {
        var operation = Has(at) ? ifThere : ValueOperation.Added;
        foreach (var key in Within(at).Keys)
            _cells.Remove(key);
        _cells[at] = new([new(_layer, operation, source, at.EndsWith("/channels", StringComparison.Ordinal) ? null : value.ToJsonString()), .. _cells.TryGetValue(at, out var before) ? before.Trail : []], value, false);
        if (value is JsonArray items)
            foreach (var (i, item) in items.Index())
                _cells[$"{at}/{i}"] = new([new(_layer, ValueOperation.Added, $"{source}/{i}", item!.ToJsonString())], item, false);
    }

    private void Object(string at, JsonObject value, string source)
    {
        if (Has(at) && !_cells[at].IsObject)
        {
            IsWrong = true;
            return;
        }

        var isThere = Has(at);
        var isReplaced = isThere && value["$patch"]?.GetValue<string>() == "replace";
        var floor = new Dictionary<string, Cell>();
        if (!isThere || isReplaced)
        {
            // What is replaced or brought back starts empty; limits and thrown kill switches directly within it stay.
            _cells.TryGetValue(at, out var before);
            floor = isReplaced ? Within(at) : before?.Before ?? [];
            foreach (var key in Within(at).Keys)
                _cells.Remove(key);
            _cells[at] = new([new(_layer, isReplaced ? ValueOperation.Replaced : ValueOperation.Added, source, null), .. before?.Trail ?? []], null, true);
        }

        Members(at, value, source);
        // From the tenant's on the endpoint of a widget is there as long as the widget is.
        IsWrong |= _kind >= HubLayerKind.Tenant && floor.TryGetValue(at + "/endpoint", out var endpoint) && !endpoint.Trail[0].IsGone && !Has(at + "/endpoint");
        foreach (var (key, cell) in floor.Where(f => !f.Value.Trail[0].IsGone && (f.Key == at + "/limit" || (f.Key == at + "/kill" && f.Value.Value!.GetValue<bool>()))))
        {
            if (Has(key))
            {
                var isLess = key.EndsWith("/kill", StringComparison.Ordinal) ? _cells[key].Value!.GetValue<bool>() : _cells[key].Value!.GetValue<int>() <= cell.Value!.GetValue<int>();
                if (isLess)
                    continue;
                cell.Trail.Insert(1, _cells[key].Trail[0] with { Operation = ValueOperation.Overruled });
            }

            _cells[key] = cell;
        }
    }

    private void Widgets(string at, JsonArray items, string source)
    {
        if (!Has(at))
            _cells[at] = new([new(_layer, ValueOperation.Added, source, null)], null, true);
        foreach (var (i, node) in items.Index())
        {
            var item = (JsonObject)node!;
            var (id, place) = (item["id"]!.GetValue<string>(), $"{source}/{i}");
            var cell = $"{at}[id={id}]";
            var patch = item["$patch"]?.GetValue<string>();
            if (patch == "delete")
            {
                Delete(cell, id, place, isPermission: false);
                continue;
            }

            var isNew = !Has(cell) || patch == "replace";
            if (!isNew && item["type"] is { } type && Has(cell + "/type") && _cells[cell + "/type"].Value!.ToJsonString() != type.ToJsonString())
                IsWrong = true;
            var copy = (JsonObject)item.DeepClone();
            if (!isNew)
                copy.Remove("id");
            Object(cell, copy, place);
        }
    }

    private void Channels(string at, JsonNode value, string source)
    {
        if (value is JsonArray list)
        {
            Set(at, list, source, ValueOperation.Replaced);
            return;
        }

        if (!Has(at))
            _cells[at] = new([new(_layer, ValueOperation.Added, source, null), .. _cells.TryGetValue(at, out var gone) ? gone.Trail : []], null, false);
        var now = Enumerable.Range(0, 99).TakeWhile(i => Has($"{at}/{i}")).Select(i => _cells[$"{at}/{i}"]).ToList();
        foreach (var key in Within(at).Keys)
            _cells.Remove(key);
        IsWrong |= value["$remove"]!.AsArray().Any(r => value["$add"]!.AsArray().Any(a => JsonNode.DeepEquals(a, r)));
        foreach (var removed in value["$remove"]!.AsArray())
            now.RemoveAll(c => c.Value!.GetValue<string>() == removed!.GetValue<string>());
        foreach (var (i, added) in value["$add"]!.AsArray().Index())
            if (now.TrueForAll(c => c.Value!.GetValue<string>() != added!.GetValue<string>()))
                now.Add(new([new(_layer, ValueOperation.Added, $"{source}/$add/{i}", added!.ToJsonString())], added, false));
        foreach (var (i, cell) in now.Index())
            _cells[$"{at}/{i}"] = cell;
    }

    /// <summary>A value and everything that was said about it, the last word first.</summary>
    public sealed class Cell(List<Said> trail, JsonNode? value, bool isObject)
    {
        public List<Said> Trail { get; } = trail;

        public JsonNode? Value { get; } = value;

        public bool IsObject { get; } = isObject;

        /// <summary>Of what is gone: what was within it.</summary>
        public Dictionary<string, Cell>? Before { get; set; }
    }

    /// <summary>What one layer said: where, and the value where it is no object or set, which later layers change.</summary>
    public sealed record Said(int Layer, ValueOperation Operation, string Source, string? Json)
    {
        public bool IsGone => Operation == ValueOperation.Deleted;
    }
}
