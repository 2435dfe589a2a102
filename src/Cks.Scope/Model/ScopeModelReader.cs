using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>
/// Reads a scope document (version 1): <c>entities</c>, <c>relations</c>, <c>metrics</c> and <c>roles</c>. All mistakes are reported at once, with their place;
/// a document with one of them is refused whole. An entity that names neither its tenant column nor that it is shared does not load (S01).
/// </summary>
public sealed class ScopeModelReader
{
    private readonly DiagnosticBag _diagnostics = [];
    private readonly Dictionary<string, ScopeEntity?> _entities = new(StringComparer.Ordinal);
    private readonly List<ScopeRelation> _relations = [];
    private readonly Dictionary<string, ScopeMetric> _metrics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RoleScopeStrategy> _strategies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CompiledStrategy> _compiled = new(StringComparer.Ordinal);

    private ScopeModelReader()
    {
    }

    /// <summary>Reads one document.</summary>
    /// <param name="file">Name for diagnostics.</param>
    /// <param name="utf8">The document; comments and trailing commas are allowed.</param>
    public static LoadResult<ScopeModel> Read(string file, ReadOnlyMemory<byte> utf8)
    {
        var reader = new ScopeModelReader();
        var root = SourceDocument.Read(file, utf8, SourceDocumentOptions.ForFiles, reader._diagnostics);
        return LoadResult<ScopeModel>.From(root is null ? null : reader.ReadRoot(root), reader._diagnostics);
    }

    private ScopeModel ReadRoot(SourceNode root)
    {
        var document = SourceReader.Of(root, _diagnostics);
        if (document.OptionalInt32("version") is var version && version != 1)
            _diagnostics.Add(CksCodes.DocumentVersion, root.Location, "This is not a scope model of version 1.", "Write \"version\": 1.");
        var relations = document.Items("relations");
        var relationColumns = relations.SelectMany(ColumnsOf).ToLookup(c => c.Entity, c => c.Column);
        foreach (var entity in document.Members("entities"))
            new EntityReader(entity, relationColumns[entity.Name], _diagnostics).ReadInto(_entities);
        foreach (var twin in _entities.Values.OfType<ScopeEntity>().Where(e => e.Code is not null).SelectMany(e => e.Code!.Aliases.Append(e.Code.Prefix)).GroupBy(p => p).Where(g => g.Count() > 1))
            _diagnostics.Add(CksCodes.InvalidName, root.Location, $"The code prefix \"{twin.Key}\" is claimed twice.", "Give each entity prefixes and aliases of its own.");
        foreach (var relation in relations)
            ReadRelation(relation);
        foreach (var metric in document.Members("metrics"))
            ReadMetric(metric);
        // Where an entity has a mistake, ways through it are not looked for: each would be reported as missing.
        foreach (var role in document.Members("roles"))
            if (!_entities.ContainsValue(null))
                ReadRole(role);
        document.Complete();
        return new(_entities.Values.OfType<ScopeEntity>(), _strategies, _compiled);
    }

    /// <summary>The columns that a relation needs: they belong to the tables, which are declared before relations are read.</summary>
    private static IEnumerable<(string Entity, string Column)> ColumnsOf(SourceNode relation)
    {
        if (relation.TryGet("by", out var by) && relation.TryGet("to", out var to))
            yield return (to.Text ?? "", by.Text ?? "");
        if (relation.TryGet("through", out var through) && through.TryGet("entity", out var entity))
            foreach (var end in new[] { "from", "to" })
                if (through.TryGet(end, out var column))
                    yield return (entity.Text ?? "", column.Text ?? "");
    }

    private void ReadRelation(SourceNode node)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        var name = reader.RequiredString("name");
        var (from, to) = (EntityOf(reader.Required("from")), EntityOf(reader.Required("to")));
        var (by, through) = (reader.Optional("by"), reader.Optional("through"));
        reader.Complete();
        if ((by is null) == (through is null))
            _diagnostics.Add(CksCodes.UnknownRelation, node.Location, "A relation is given by exactly one of \"by\" and \"through\".", "Name the column of the target that holds the key, or the link table.");
        if (from is null || to is null)
            return;
        if (_relations.Exists(r => r.Name == name && r.From == from))
            _diagnostics.Add(CksCodes.AmbiguousRelation, node.Location, $"\"{from.Name}\" has two relations \"{name}\".", "Give one of them another name.");
        if (by is not null)
            _relations.Add(new(name, from, to, ColumnOf(to, by), null));
        else if (through is not null && ReadLink(through) is { } link)
            _relations.Add(new(name, from, to, null, link));
    }

    private ScopeLink? ReadLink(SourceNode node)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        var entity = EntityOf(reader.Required("entity"));
        var (from, to) = (reader.Required("from"), reader.Required("to"));
        reader.Complete();
        return entity is not null && from is not null && to is not null && ColumnOf(entity, from) is { } f && ColumnOf(entity, to) is { } t ? new(entity, f, t) : null;
    }

    private void ReadMetric(SourceNode node)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        var name = reader.OptionalString("as") ?? node.Name;
        if (reader.OptionalString("own") is { } field)
        {
            var map = Texts(reader.Members("map")).ToDictionary(m => m.Name, m => m.Text!, StringComparer.Ordinal);
            _metrics[node.Name] = new OwnMetric(name, field, map);
        }
        else
        {
            var relation = reader.RequiredString("count");
            var within = reader.OptionalString("within");
            var where = Texts(reader.Members("where")).Select(m => new MetricFilter(m.Name, m.Text!)).ToArray();
            _metrics[node.Name] = new CountMetric(name, relation, within, where);
        }

        reader.Complete();
    }

    // A filter that is not understood must not be left out: the metric would count more.
    private IEnumerable<SourceNode> Texts(IEnumerable<SourceNode> members)
    {
        foreach (var member in members)
        {
            if (member.Kind == JsonValueKind.String)
                yield return member;
            else
                _diagnostics.Add(CksCodes.WrongKind, member.Location, $"\"{member.Name}\" is no text.", "Write a text; other values are not compared yet.");
        }
    }

    private void ReadRole(SourceNode node)
    {
        var reader = SourceReader.Of(node, _diagnostics);
        var viewer = EntityOf(reader.Required("entity"));
        var (down, up, metrics) = (reader.Strings("includeRelationships"), reader.Strings("includeUpward"), reader.Strings("summaryMetrics"));
        reader.Complete();
        if (viewer is null)
            return;
        var paths = new PathFinder(_relations, _diagnostics);
        var strategy = new RoleScopeStrategy
        {
            Role = node.Name,
            Entity = viewer.Name,
            IncludeRelationships = [.. down.Select(n => n.Text!)],
            IncludeUpward = [.. up.Select(n => n.Text!)],
            SummaryMetrics = [.. metrics.Select(n => n.Text!)],
        };
        foreach (var twice in down.Concat(up).GroupBy(n => n.Text).Where(g => g.Count() > 1))
            _diagnostics.Add(CksCodes.AmbiguousRelation, twice.Last().Location, $"\"{twice.Key}\" is included twice.", "Keep one of the two.");
        foreach (var twice in metrics.Where(n => _metrics.ContainsKey(n.Text!)).GroupBy(n => _metrics[n.Text!].Name).Where(g => g.Count() > 1))
            _diagnostics.Add(CksCodes.UnknownMetric, twice.Last().Location, $"The summary would have \"{twice.Key}\" twice.", "Keep one of the two, or give one another name with \"as\".");
        _strategies[node.Name] = strategy;
        var sets = down.Select(n => paths.Find(viewer, n.Text!, n.Location)).OfType<ScopePath>().ToArray();
        var above = up.Select(n => Upward(viewer, n)).OfType<ScopeRelation>().ToArray();
        var compiled = metrics.Select(n => Compile(paths, viewer, n)).OfType<CompiledMetric>().ToArray();
        _compiled[node.Name] = new(strategy, viewer, [.. sets.Select(s => new CompiledSet(s, CountOf(s, compiled)))], above, compiled);
    }

    private static CountMetric? CountOf(ScopePath set, IEnumerable<CompiledMetric> metrics) => metrics
        .Where(m => m.Path is { } path && path.LiveAfter == set.LiveAfter && path.Steps.SequenceEqual(set.Steps))
        .Select(m => m.Metric)
        .OfType<CountMetric>()
        .FirstOrDefault(m => m.Where.Count == 0);

    private ScopeRelation? Upward(ScopeEntity viewer, SourceNode node)
    {
        if (_relations.Where(r => r.To == viewer && r.By is not null && r.From.Name == node.Text).ToArray() is [var relation])
            return relation;
        var parents = _relations.Where(r => r.To == viewer && r.By is not null).Select(r => r.From.Name).Distinct().ToArray();
        _diagnostics.Add(CksCodes.UnknownRelation, node.Location, $"\"{node.Text}\" is not directly above \"{viewer.Name}\".", DidYouMean.Sentence(node.Text!, parents));
        return null;
    }

    private CompiledMetric? Compile(PathFinder paths, ScopeEntity viewer, SourceNode node)
    {
        if (!_metrics.TryGetValue(node.Text!, out var metric))
        {
            _diagnostics.Add(CksCodes.UnknownMetric, node.Location, $"The metric \"{node.Text}\" is not declared.", DidYouMean.Sentence(node.Text!, _metrics.Keys));
            return null;
        }

        if (metric is OwnMetric own)
        {
            CheckField(viewer, own.Field, node.Location);
            return new(metric, null);
        }

        var count = (CountMetric)metric;
        var path = count.Within is null ? paths.Find(viewer, count.Relation, node.Location) : Join(paths, viewer, count, node.Location);
        if (path is null)
            return null;
        foreach (var filter in count.Where)
            CheckField(path.Target, filter.Field, node.Location);
        return new(metric, path);
    }

    private static ScopePath? Join(PathFinder paths, ScopeEntity viewer, CountMetric count, SourceLocation location)
    {
        if (paths.Find(viewer, count.Within!, location) is not { } outer || paths.Find(outer.Target, count.Relation, location) is not { } inner)
            return null;
        return new(count.Relation, [.. outer.Steps, .. inner.Steps], LiveAfter: outer.Steps.Count);
    }

    private void CheckField(ScopeEntity entity, string field, SourceLocation location)
    {
        if (entity.FindField(field) is not { Type: FieldType.Text })
            _diagnostics.Add(CksCodes.UnknownColumn, location, $"\"{entity.Name}\" has no text field \"{field}\".", DidYouMean.Sentence(field, [.. entity.Fields.Select(f => f.Name)]));
    }

    private ScopeEntity? EntityOf(SourceNode? node)
    {
        if (node?.Text is not { } name)
            return null;
        if (_entities.TryGetValue(name, out var entity))
            return entity;
        _diagnostics.Add(CksCodes.UnknownEntity, node.Location, $"The entity \"{name}\" is not declared.", DidYouMean.Sentence(name, _entities.Keys));
        return null;
    }

    private Column<string>? ColumnOf(ScopeEntity entity, SourceNode node)
    {
        if (entity.Table.TryColumn(node.Text, out var column) && column is Column<string> text)
            return text;
        _diagnostics.Add(CksCodes.UnknownColumn, node.Location, $"\"{entity.Name}\" declares no text column \"{node.Text}\".", DidYouMean.Sentence(node.Text ?? "", [.. entity.Table.Columns.Select(c => c.Name)]));
        return null;
    }
}
