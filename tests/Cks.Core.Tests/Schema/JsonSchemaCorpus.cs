using System.Text;
using System.Text.Json;

namespace Cks.Core.Tests;

/// <summary>The official test suite of JSON Schema: its files, and its remote schemas as a resolver.</summary>
internal sealed class JsonSchemaCorpus : IJsonSchemaResolver
{
    private const string Remote = "http://localhost:1234/";

    private static readonly SourceDocumentOptions Everything = new() { MaxDepth = SourceDocumentOptions.DeepestAllowed, MaxValues = int.MaxValue };

    private readonly string _folder;

    private JsonSchemaCorpus(string folder) => _folder = folder;

    /// <summary>The suite; skips the test when it is absent and was not asked for by <c>CKS_CORPORA</c>.</summary>
    public static JsonSchemaCorpus Open()
    {
        var folder = Find();
        Assert.SkipWhen(folder is null, "The corpus json-schema is neither in shared/corpora beside the checkout nor in CKS_CORPORA.");
        return new(folder!);
    }

    /// <summary>The names of the files in a folder below <c>draft2020-12</c>.</summary>
    public IReadOnlyList<string> Files(string folder) =>
        [.. Directory.GetFiles(Path.Combine(_folder, "tests", "draft2020-12", folder), "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    /// <summary>Runs a file.</summary>
    /// <returns>How many tests it has, and what went wrong.</returns>
    public (int Count, IReadOnlyList<string> Failures) Run(string file, JsonSchemaOptions options)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "tests", "draft2020-12", file + ".json")));
        var (count, failures) = (0, new List<string>());
        foreach (var group in document.RootElement.EnumerateArray())
        {
            var loaded = JsonSchema.Load("schema.json", Bytes(group.GetProperty("schema")), options with { Resolver = this });
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                count++;
                var (expected, data) = (test.GetProperty("valid").GetBoolean(), Bytes(test.GetProperty("data")));
                var name = $"{file}: {group.GetProperty("description")}: {test.GetProperty("description")}";
                if (loaded.Value is not { } schema)
                    failures.Add($"{name}: {string.Join("; ", loaded.Diagnostics)}");
                else if (schema.IsValid(data) != expected)
                    failures.Add($"{name}: expected {expected}");
                else if (schema.Validate("data.json", data).Count == 0 != expected)
                    failures.Add($"{name}: IsValid and Validate differ");
                else if (SourceDocument.Read("data.json", data, Everything, []) is not { } root || schema.IsValid(root) != expected)
                    failures.Add($"{name}: what was read already is judged otherwise");
            }
        }

        return (count, failures);
    }

    public bool TryResolve(Uri uri, out ReadOnlyMemory<byte> utf8)
    {
        var path = uri.AbsoluteUri.StartsWith(Remote, StringComparison.Ordinal) ? Path.Combine(_folder, "remotes", uri.AbsoluteUri[Remote.Length..]) : "";
        utf8 = File.Exists(path) ? File.ReadAllBytes(path) : default;
        return !utf8.IsEmpty;
    }

    private static byte[] Bytes(JsonElement element) => Encoding.UTF8.GetBytes(element.GetRawText());

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CKS_CORPORA") is { Length: > 0 } named)
        {
            var folder = Path.Combine(named, "json-schema");
            return Directory.Exists(folder) ? folder : throw new DirectoryNotFoundException("CKS_CORPORA is set and holds no folder json-schema.");
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "corpora", "json-schema");
            if (Directory.Exists(folder))
                return folder;
        }

        return null;
    }
}
