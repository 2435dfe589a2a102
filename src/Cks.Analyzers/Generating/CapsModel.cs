namespace Cks.Analyzers;

/// <summary>What is written: equal models make equal code, so an edit that changes none of this costs nothing.</summary>
internal sealed record CapsModel(string Namespace, EquatableArray<CapsModel.Resource> Resources)
{
    internal sealed record Resource(string Name, string Class, EquatableArray<Action> Actions);

    /// <param name="Capability">The capability.</param>
    /// <param name="Constant">Name of its constant.</param>
    /// <param name="Files">The files that declare it, relative to the project.</param>
    internal sealed record Action(string Capability, string Constant, EquatableArray<string> Files);

    public static CapsModel Of(IReadOnlyCollection<PolicyFile> files, string rootNamespace, string folder)
    {
        var declared = files.SelectMany(f => f.Capabilities.Select(c => (Capability: c, File: Shown(f.Path, folder))))
            .GroupBy(d => d.Capability, d => d.File, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .ToLookup(g => Capability.Resource(g.Key));
        // Beside the classes stands Policies, and a class cannot have a member of its own name.
        var classes = CapsNames.Of(declared.Select(r => r.Key), taken: ["Caps", "Policies"]);
        return new(CapsNames.Namespace(rootNamespace), new(declared.Select(resource =>
        {
            var constants = CapsNames.Of(resource.Select(a => Capability.Action(a.Key)), taken: [classes[resource.Key]]);
            return new Resource(resource.Key, classes[resource.Key], new(resource.Select(a =>
                new Action(a.Key, constants[Capability.Action(a.Key)], new(a.Distinct(StringComparer.Ordinal).OrderBy(f => f, StringComparer.Ordinal))))));
        })));
    }

    /// <summary>The path from the project; of a file elsewhere its name, so that no folder of a machine gets into the code.</summary>
    private static string Shown(string path, string folder)
    {
        var (file, root) = (path.Replace('\\', '/'), folder.Replace('\\', '/').TrimEnd('/') + "/");
        return root.Length > 1 && file.StartsWith(root, StringComparison.Ordinal) ? file.Substring(root.Length) : file.Substring(file.LastIndexOf('/') + 1);
    }
}
