using System.Security.Cryptography;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A part of a hub as it stands in one document. Immutable.</summary>
public sealed class HubLayer
{
    private readonly ReadOnlyMemory<byte> _utf8;

    private HubLayer(HubLayerKind kind, string name, string file, ReadOnlyMemory<byte> utf8, SourceNode root) => (Kind, Name, File, _utf8, Root) = (kind, name, file, utf8, root);

    /// <summary>Which layer it is.</summary>
    public HubLayerKind Kind { get; }

    /// <summary>Whose it is: the role, the tenant, the experiment; empty where there is only one.</summary>
    public string Name { get; }

    /// <summary>Name of the document.</summary>
    public string File { get; }

    /// <summary>First eight hexadecimal digits of the SHA-256 of the document.</summary>
    public string Revision => field ??= Convert.ToHexStringLower(SHA256.HashData(_utf8.Span))[..8];

    /// <summary>The document.</summary>
    public SourceNode Root { get; }

    /// <summary>Bytes of the document.</summary>
    internal int Size => _utf8.Length;

    /// <summary>Whether it may only narrow: everything from the tenant's layer on.</summary>
    internal bool IsLimited => Kind >= HubLayerKind.Tenant;

    /// <summary>Whether what it says by itself was held to the schema of its document.</summary>
    internal bool IsHeld { get; private init; }

    /// <summary>Reads a layer: comments and trailing commas are allowed.</summary>
    /// <param name="kind">Which layer it is.</param>
    /// <param name="name">Whose it is; empty where there is only one.</param>
    /// <param name="file">Name for findings.</param>
    /// <param name="utf8">The document, <see cref="LayerMerger.MaxLayerBytes"/> at most. It is kept and must not change: <see cref="Revision"/> is made of it when it is first asked for.</param>
    /// <returns>The layer; else CKS101 to CKS103, and CKS401 for a -0.</returns>
    public static LoadResult<HubLayer> Read(HubLayerKind kind, string name, string file, ReadOnlyMemory<byte> utf8)
    {
        var diagnostics = new DiagnosticBag();
        return LoadResult<HubLayer>.From(Read(kind, name, file, utf8, diagnostics), diagnostics);
    }

    /// <summary>The same layer in another version of the form.</summary>
    internal HubLayer With(SourceNode root) => new(Kind, Name, File, _utf8, root);

    /// <summary>The same layer, held to the schema.</summary>
    internal HubLayer AsHeld() => new(Kind, Name, File, _utf8, Root) { IsHeld = true };

    /// <summary>The same document as another layer.</summary>
    internal HubLayer As(HubLayerKind kind) => new(kind, Name, File, _utf8, Root);

    internal static HubLayer? Read(HubLayerKind kind, string name, string file, ReadOnlyMemory<byte> utf8, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(file);
        return HubDocumentText.Read(file, utf8, diagnostics) is { } root && !diagnostics.HasErrors ? Of(kind, name, file, utf8, root) : null;
    }

    /// <summary>The layer of a document that was read already.</summary>
    internal static HubLayer Of(HubLayerKind kind, string name, string file, ReadOnlyMemory<byte> utf8, SourceNode root) => new(kind, name, file, utf8, root);

    /// <summary><c>tenant acme</c>.</summary>
    public override string ToString() => Name.Length == 0 ? Kind.ToString().ToLowerInvariant() : $"{Kind.ToString().ToLowerInvariant()} {Name}";
}
