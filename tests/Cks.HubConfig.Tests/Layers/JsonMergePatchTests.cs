using System.Text;
using System.Text.Json.Nodes;
using Cks.Core;
using CsCheck;

namespace Cks.HubConfig.Tests;

public sealed class JsonMergePatchTests
{
    [Fact]
    public void Every_case_of_RFC_7396_gives_the_result_it_names()
    {
        var cases = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Corpus(), "appendix_a.json")))!.AsArray();
        Assert.Equal(15, cases.Count);
        Assert.All(cases, c => Assert.Equal(c!["result"]?.ToJsonString() ?? "null", Patch(c["original"], c["patch"])));
    }

    [Fact]
    public void Patch_does_what_the_pseudocode_of_the_RFC_does() =>
        Gen.Select(Gen.Int, Gen.Int).Sample((one, two) =>
        {
            var (target, patch) = (Value(new(one), 3), Value(new(two), 3));
            Assert.Equal(Expected(target?.DeepClone(), patch)?.ToJsonString() ?? "null", Patch(target, patch));
        }, iter: 2_000);

    private static string Patch(JsonNode? target, JsonNode? patch) => LayerWorld.Text(JsonMergePatch.Apply(Read(target), Read(patch)));

    private static SourceNode Read(JsonNode? node) => SourceDocument.Read("case.json", Encoding.UTF8.GetBytes(node?.ToJsonString() ?? "null"), SourceDocumentOptions.Strict, [])!;

    private static JsonNode? Expected(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var result = target as JsonObject ?? [];
        foreach (var (name, value) in changes)
            if (value is null)
                result.Remove(name);
            else
                result[name] = Expected(result[name]?.DeepClone(), value);
        return result;
    }

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 7 : 4) switch
    {
        0 => null,
        1 => random.Next(3),
        2 => "text",
        3 => true,
        4 => new JsonArray(Value(random, depth - 1), Value(random, depth - 1)),
        _ => new JsonObject([.. new[] { "a", "b", "c" }.Where(_ => random.Next(3) > 0).Select(n => KeyValuePair.Create(n, Value(random, depth - 1)))]),
    };

    private static string Corpus()
    {
        if (Environment.GetEnvironmentVariable("CKS_CORPORA") is { Length: > 0 } named)
            return Path.Combine(named, "rfc7396");
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "corpora", "rfc7396") is var folder && Directory.Exists(folder))
                return folder;
        Assert.Skip("The corpus rfc7396 is neither in shared/corpora beside the checkout nor in CKS_CORPORA.");
        return "";
    }
}
