using System.Text.Json;

namespace Cks.Publish;

/// <summary>What NuGet restored for a project: <c>project.assets.json</c> as a graph.</summary>
internal sealed class AssetsFile
{
    private readonly Dictionary<string, Dependency> _nodes = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _roots = [];
    private readonly HashSet<string> _buildOnly = new(StringComparer.OrdinalIgnoreCase);

    private AssetsFile(string project) => Project = project;

    /// <summary>Name of the project.</summary>
    public string Project { get; }

    /// <summary>Everything that was restored, build tools included, by name.</summary>
    public IReadOnlyList<Dependency> Dependencies => [.. _nodes.Values.OrderBy(d => d.Id, StringComparer.Ordinal)];

    /// <summary>What a user of the package gets with it.</summary>
    public IReadOnlyList<Dependency> Shipped => [.. Walk(_roots.Where(r => !_buildOnly.Contains(r))).Keys.Select(id => _nodes[id]).OrderBy(d => d.Id, StringComparer.Ordinal)];

    /// <summary>What the project itself asks for and gives on to its users.</summary>
    public IReadOnlyList<Dependency> Direct => [.. _roots.Where(r => !_buildOnly.Contains(r)).Select(r => _nodes[r]).OrderBy(d => d.Id, StringComparer.Ordinal)];

    public static AssetsFile Load(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        var project = root.GetProperty("project");
        var restore = project.GetProperty("restore");
        var assets = new AssetsFile(restore.GetProperty("projectName").GetString()!);
        string[] folders = [.. root.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name)];
        var libraries = root.GetProperty("libraries");
        // One target framework; a second entry with a runtime, such as net10.0/linux-x64, adds nothing that is not in the first.
        foreach (var node in root.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject())
            assets.Add(node, libraries.GetProperty(node.Name), folders);
        foreach (var framework in project.GetProperty("frameworks").EnumerateObject())
            assets.AddRoots(framework.Value);
        foreach (var framework in restore.GetProperty("frameworks").EnumerateObject())
            if (framework.Value.TryGetProperty("projectReferences", out var references))
                assets._roots.AddRange(references.EnumerateObject().Select(r => Path.GetFileNameWithoutExtension(r.Name)).Where(assets._nodes.ContainsKey));
        return assets;
    }

    /// <summary>The shortest way from the project to a dependency.</summary>
    public IReadOnlyList<string> PathTo(Dependency dependency)
    {
        var from = Walk(_roots);
        var path = new List<string>();
        for (string? id = dependency.Id; id is not null; id = from.GetValueOrDefault(id))
            path.Insert(0, _nodes[id].ToString());
        return [Project, .. path];
    }

    /// <summary>The nodes that some are connected to, each with the one it was first reached from.</summary>
    private Dictionary<string, string?> Walk(IEnumerable<string> roots)
    {
        var from = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var waiting = new Queue<(string Id, string? From)>(roots.Select(r => (r, (string?)null)));
        while (waiting.TryDequeue(out var next))
        {
            if (!_nodes.TryGetValue(next.Id, out var node) || !from.TryAdd(node.Id, next.From))
                continue;
            foreach (var need in node.Needs)
                waiting.Enqueue((need, node.Id));
        }

        return from;
    }

    private void Add(JsonProperty node, JsonElement library, string[] folders)
    {
        var slash = node.Name.IndexOf('/', StringComparison.Ordinal);
        var (id, version, isProject) = (node.Name[..slash], node.Name[(slash + 1)..], node.Value.GetProperty("type").GetString() == "project");
        var folder = isProject ? "" : folders.Select(f => Path.Combine(f, library.GetProperty("path").GetString()!)).FirstOrDefault(Directory.Exists)
            ?? throw new InvalidDataException($"{node.Name} is in no package folder.");
        _nodes.Add(id, new(
            id,
            version,
            isProject,
            isProject ? "" : library.GetProperty("sha512").GetString()!,
            folder,
            node.Value.TryGetProperty("dependencies", out var needs) ? [.. needs.EnumerateObject().Select(n => n.Name)] : []));
    }

    private void AddRoots(JsonElement framework)
    {
        if (!framework.TryGetProperty("dependencies", out var dependencies))
            return;
        foreach (var dependency in dependencies.EnumerateObject().Where(d => _nodes.ContainsKey(d.Name)))
        {
            _roots.Add(dependency.Name);
            if (dependency.Value.TryGetProperty("suppressParent", out var parent) && parent.GetString() == "All")
                _buildOnly.Add(dependency.Name);
        }
    }
}
