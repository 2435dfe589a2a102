using System.Collections.Frozen;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// The versions of the form of a hub document, and the JSON Schema (2020-12) of each: for editors, for who writes documents by program, and for the layers of a document,
/// which its keywords <c>x-hub-merge</c> (<c>keyed</c> by <c>id</c>, <c>set</c> or <c>replace</c>), <c>x-hub-combine</c> (<c>min</c>) and <c>x-hub-visibility</c> (<c>client</c>) tell how to combine.
/// </summary>
public static class HubSchema
{
    /// <summary>The oldest version that is read. A document that does not say its version is of this one.</summary>
    public const int OldestVersion = 1;

    /// <summary>The version that <see cref="HubDefinition"/> holds; older documents are carried to it when they are read.</summary>
    public const int CurrentVersion = 2;

    private static readonly FrozenDictionary<int, Lazy<byte[]>> Texts =
        Enumerable.Range(OldestVersion, CurrentVersion - OldestVersion + 1).ToFrozenDictionary(version => version, version => new Lazy<byte[]>(() => ReadText(FileOf(version))));

    private static readonly Lazy<byte[]> LazyView = new(() => ReadText("hub-view.v1.schema.json"));

    private static readonly FrozenDictionary<int, Lazy<JsonSchema>> Schemas = Texts.ToFrozenDictionary(t => t.Key, t => new Lazy<JsonSchema>(() => Compile(t.Key, t.Value.Value)));

    /// <summary>The schema of a version, UTF-8.</summary>
    /// <param name="version">From <see cref="OldestVersion"/> to <see cref="CurrentVersion"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such version.</exception>
    public static ReadOnlyMemory<byte> Of(int version) => Texts[Known(version)].Value;

    /// <summary>The schema of what <see cref="HubView.WriteTo"/> writes, UTF-8: of every field that goes to a browser.</summary>
    public static ReadOnlyMemory<byte> View => LazyView.Value;

    /// <summary>The schema of a version, compiled for documents as they stand on disk.</summary>
    internal static JsonSchema Compiled(int version) => Schemas[Known(version)].Value;

    private static int Known(int version) => version is >= OldestVersion and <= CurrentVersion
        ? version : throw new ArgumentOutOfRangeException(nameof(version), version, $"The versions are {OldestVersion} to {CurrentVersion}.");

    private static JsonSchema Compile(int version, byte[] utf8) => JsonSchema.Load(FileOf(version), utf8, new() { AllowComments = true, MaxBytes = HubDefinitionReader.MaxBytes }).GetOrThrow();

    private static byte[] ReadText(string file)
    {
        using var stream = typeof(HubSchema).Assembly.GetManifestResourceStream(file)!;
        var utf8 = new byte[stream.Length];
        stream.ReadExactly(utf8);
        return utf8;
    }

    private static string FileOf(int version) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"hub.v{version}.schema.json");
}
