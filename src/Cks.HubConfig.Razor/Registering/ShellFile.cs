using System.Reflection;

namespace Cks.HubConfig.Razor;

/// <summary>A file that pages get, before it is read.</summary>
/// <param name="Name">Its name without ending: 1 to 64 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
/// <param name="Source">Where it is, for people, given the content root.</param>
/// <param name="Open">Opens it, given the content root; <see langword="null"/> where it is not there.</param>
internal sealed record ShellFile(string Name, Func<string, string> Source, Func<string, Stream?> Open)
{
    public static ShellFile OfContent(string name, string file)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrEmpty(file);
        return new(name, root => Path.GetFullPath(file, root), root => Path.GetFullPath(file, root) is var path && File.Exists(path) ? File.OpenRead(path) : null);
    }

    public static ShellFile OfAssembly(string name, Assembly assembly, string resource)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentException.ThrowIfNullOrEmpty(resource);
        return new(name, _ => $"{resource} of {assembly.GetName().Name}", _ => assembly.GetManifestResourceStream(resource));
    }
}
