using System.Reflection;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Where documents or layers of hubs come from, other than files: the application itself, its memory, another machine. Sources of several kinds are put together with <see cref="CksHubConfigBuilder"/>.</summary>
public abstract class HubSource
{
    private protected HubSource()
    {
    }

    /// <summary>Whether it gives one document for each role or tenant; else one that names nobody.</summary>
    internal abstract bool IsNamed { get; }

    /// <summary>The folder whose changes tell that the documents have changed; <see langword="null"/> where there is none.</summary>
    internal virtual string? FolderIn(string? root) => null;

    /// <summary>One document from memory.</summary>
    /// <param name="name">Name in findings.</param>
    /// <param name="utf8">The document.</param>
    public static HubSource Memory(string name, ReadOnlyMemory<byte> utf8) => new MemoryHubSource(name, () => utf8);

    /// <summary>One document that is asked for each time the hubs are read, such as one that the application makes.</summary>
    /// <param name="name">Name in findings.</param>
    /// <param name="utf8">Gives the document. Bytes that it has given do not change any more. Where it throws, the document is missing (CKS107).</param>
    public static HubSource Memory(string name, Func<ReadOnlyMemory<byte>> utf8)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        return new MemoryHubSource(name, utf8);
    }

    /// <summary>One document for each role or tenant from memory.</summary>
    /// <param name="documents">The documents by role or tenant: 1 to 64 of <c>a-z</c>, <c>0-9</c> and <c>-</c>.</param>
    public static HubSource Memory(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return new NamedMemoryHubSource(documents.ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal));
    }

    /// <summary>Documents that an assembly carries as embedded resources.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="name">Name of the resource; with <c>{role}</c> or <c>{tenant}</c> once in it, one document for each that there is: <c>Portal.hubs.{role}.v2.json</c>.</param>
    /// <exception cref="CksConfigurationException">CKS109: the name stands for somebody more than once.</exception>
    public static HubSource Embedded(Assembly assembly, string name)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(name);
        return new EmbeddedHubSource(assembly, name);
    }

    /// <summary>
    /// Documents of another machine, asked for every <see cref="HubHttpOptions.Interval"/> with the ETag of what is known. While it does not answer, what it said last stays in use; a document that it no longer has is missing.
    /// </summary>
    /// <param name="address">An <c>https</c> address, or <c>http</c> of this machine, without credentials. With <c>{role}</c> or <c>{tenant}</c> once in its path, one document for each of <paramref name="names"/>.</param>
    /// <param name="names">The roles or tenants that there are: 1 to 64 of <c>a-z</c>, <c>0-9</c> and <c>-</c>. An address cannot be listed, and is never made of a name that somebody else gives.</param>
    /// <param name="options">Times and limits.</param>
    /// <exception cref="CksConfigurationException">CKS109: the address may not be asked, or a name cannot stand in it.</exception>
    public static HubSource Http(string address, IEnumerable<string>? names = null, HubHttpOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new HttpHubSource(address, [.. names ?? []], options ?? new());
    }

    /// <summary>One file.</summary>
    internal static HubSource File(string path) => new FileHubSource(path);

    /// <summary>Reads the documents as they are now.</summary>
    /// <param name="kind">Which layer they are.</param>
    /// <param name="root">Folder that relative paths start from.</param>
    /// <param name="reading">Takes them, and what cannot be read.</param>
    internal abstract void Read(HubLayerKind kind, string? root, HubReading reading);
}
