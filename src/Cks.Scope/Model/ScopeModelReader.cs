using Cks.Core;

namespace Cks.Scope;

/// <summary>
/// Reads a scope document (version 1): <c>entities</c>, <c>relations</c>, <c>scopeKeys</c>, <c>sets</c>, <c>metrics</c>, <c>roles</c>, <c>activities</c>, <c>activityTable</c> and <c>transformers</c>. All mistakes are reported at once,
/// with their place; a document with one of them is refused whole. An entity that names neither its tenant column nor that it is shared does not load (S01).
/// </summary>
public sealed class ScopeModelReader
{
    // Ways and lines of parents are looked for in all of them.
    private const int MaxEntities = 512;
    private const int MaxRelations = 2_048;

    // Each is held against all relations.
    private const int MaxNamed = 2_048;

    private static readonly Lazy<byte[]> SchemaBytes = new(ReadSchema);

    private ScopeModelReader()
    {
    }

    /// <summary>The JSON Schema (2020-12) of a document, UTF-8: for editors, and for who writes models by program. It tells the shape; which names there are only the reader knows.</summary>
    public static ReadOnlyMemory<byte> Schema => SchemaBytes.Value;

    /// <summary>Reads one document.</summary>
    /// <param name="file">Name for diagnostics.</param>
    /// <param name="utf8">The document; comments and trailing commas are allowed.</param>
    public static LoadResult<ScopeModel> Read(string file, ReadOnlyMemory<byte> utf8) => Read(file, utf8, null);

    /// <summary>Reads one document, and takes its strategies by another way.</summary>
    internal static LoadResult<ScopeModel> Read(string file, ReadOnlyMemory<byte> utf8, Func<CompiledStrategy, CompiledStrategy>? guard)
    {
        var diagnostics = new DiagnosticBag();
        var root = SourceDocument.Read(file, utf8, SourceDocumentOptions.ForFiles, diagnostics);
        return LoadResult<ScopeModel>.From(root is null ? null : ReadRoot(root, diagnostics, guard), diagnostics);
    }

    private static byte[] ReadSchema()
    {
        using var stream = typeof(ScopeModelReader).Assembly.GetManifestResourceStream("scope.schema.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static ScopeModel? ReadRoot(SourceNode root, DiagnosticBag diagnostics, Func<CompiledStrategy, CompiledStrategy>? guard)
    {
        var document = SourceReader.Of(root, diagnostics);
        var before = diagnostics.Total;
        if (document.OptionalInt32("version") != 1 && diagnostics.Total == before)
            diagnostics.Add(CksCodes.DocumentVersion, document.Optional("version") ?? root, "This is not a scope model of version 1.", "Write \"version\": 1.");
        var draft = new ScopeDraft(diagnostics);
        var keys = document.Items("scopeKeys");
        var (sets, metrics, roles, activities) = (document.Members("sets"), document.Members("metrics"), document.Members("roles"), document.Members("activities"));
        var transformers = document.Members("transformers");
        var entities = document.Section("entities") is { } section ? SourceReader.MembersOf(section, diagnostics) : [];
        var relations = document.Section("relations") is { } list ? SourceReader.ItemsOf(list, diagnostics) : [];
        if (entities.Count > MaxEntities)
            diagnostics.Add(CksCodes.DocumentTooLarge, document.Section("entities")!.NamePlace, $"The model declares more than {MaxEntities} entities.", "Declare fewer, or split the application.");
        if (relations.Count > MaxRelations)
            diagnostics.Add(CksCodes.DocumentTooLarge, document.Section("relations")!.NamePlace, $"The model declares more than {MaxRelations} relations.", "Declare fewer, or split the application.");
        foreach (var (name, members) in new[] { ("sets", sets), ("metrics", metrics), ("roles", roles), ("activities", activities), ("transformers", transformers) })
            if (members.Count > MaxNamed)
                diagnostics.Add(CksCodes.DocumentTooLarge, document.Optional(name)!.NamePlace, $"The model declares more than {MaxNamed} {name}.", "Declare fewer, or split the application.");
        if (entities.Count > MaxEntities || relations.Count > MaxRelations || new[] { sets, metrics, roles, activities, transformers }.Any(m => m.Count > MaxNamed))
            return null;
        ReadEntities(entities, relations.SelectMany(RelationReader.ColumnsOf).Concat(keys.SelectMany(ScopeKeyReader.ColumnsOf)), relations.SelectMany(RelationReader.MomentsOf), draft);
        new RelationReader(draft).Read(relations);
        new ScopeKeyReader(draft).Read(keys);
        new SetReader(draft).Read(sets);
        new MetricReader(draft).Read(metrics);
        new RoleReader(draft).Read(roles);
        if (document.Optional("activityTable") is { } table)
            new ActivityTableReader(draft).Read(table);
        new ActivityReader(draft).Read(activities);
        new TransformerReader(draft).Read(transformers);
        document.Complete();
        if (draft.WaysLeft < 0)
            diagnostics.Add(CksCodes.DocumentTooLarge, document.Section("relations")!.NamePlace, "The relations lead more ways from entity to entity than are looked through.", "Declare fewer relations between the same entities, or name paths.");
        if (guard is not null)
            draft.Guard(guard);
        return new(draft);
    }

    private static void ReadEntities(IReadOnlyCollection<SourceNode> entities, IEnumerable<(string Entity, string Column)> keys, IEnumerable<(string Entity, string Column)> moments, ScopeDraft draft)
    {
        var (columns, times) = (keys.ToLookup(c => c.Entity, c => c.Column), moments.ToLookup(c => c.Entity, c => c.Column));
        foreach (var entity in entities)
            new EntityReader(entity, columns[entity.Name], times[entity.Name], draft.Diagnostics).ReadInto(draft.Entities);
        if (draft.Entities.ContainsValue(null))
            draft.MarkBroken();
        foreach (var twin in entities.SelectMany(PrefixesOf).GroupBy(p => p.Text).Where(g => g.Count() > 1))
            draft.Diagnostics.Add(CksCodes.InvalidName, twin.Last(), $"The code prefix \"{twin.Key}\" is claimed twice.", "Give each entity prefixes and aliases of its own.");
    }

    private static IEnumerable<SourceNode> PrefixesOf(SourceNode entity)
    {
        if (!entity.TryGet("code", out var code))
            return [];
        var aliases = code.TryGet("aliases", out var list) ? list.Items : [];
        return (code.TryGet("prefix", out var prefix) ? aliases.Prepend(prefix) : aliases).Where(p => p.Kind == System.Text.Json.JsonValueKind.String);
    }
}
