using System.Text;
using System.Text.Json.Nodes;
using Cks.Core;

namespace Cks.Rbac.Tests.Policies;

/// <summary>The published schema and the reader agree on the shape of a document. Which names there are the reader alone knows: its codes for those are <see cref="OfNames"/>.</summary>
public sealed class PolicySchemaTests
{
    private const string Whole = """
        {
          "$schema": "urn:cks:schema:policy:1",
          "version": 1,
          "resources": {
            "orders": {
              "actions": ["view", "accept", "cancel"], "fields": ["code", "price", "note"], "sensitive": ["cancel"],
              "attributes": { "creator": "text", "status": ["open", "late", "closed"], "total": "number", "openedAt": "time", "urgent": "flag", "priority": { "from": 1, "to": 5.5 } },
              "relations": { "own": { "creator": "$code" }, "near": { "any": [{ "creator": "$id" }, { "not": { "status": "open" } }] }, "subordinate": "resolved" }
            },
            "crew": { "actions": ["view"], "attributes": ["center"], "relations": ["assigned"] }, "empty": {}
          },
          "aliases": { "canAcceptOrders": "orders:accept" },
          "obligations": { "step-up": { "within": 300, "acr": ["urn:mfa", "phr"] }, "notify-owner": {} },
          "duties": [{ "id": "order-cycle", "roles": ["staff", "approver"] }],
          "roles": {
            "staff": {}, "approver": { "inherits": [], "permit": [] },
            "contractor": {
              "inherits": ["staff"], "assigns": ["approver"],
              "permit": [
                { "actions": ["orders:view", "orders:*"], "fields": { "read": ["code", "price"], "write": ["*"], "filter": ["code"], "sort": [] } },
                {
                  "id": "con-accept", "actions": ["orders:accept"],
                  "when": {
                    "is": ["own", "subordinate"], "status": ["open", "late"], "total": { "lt": 5, "ge": -2.5e1, "not": [1, 2] }, "openedAt": { "gt": "2026-12-01T00:00:00Z" }, "urgent": true,
                    "any": [{ "is": "own" }, { "priority": 3, "creator": { "not": "$tenant" } }], "all": [{ "openedAt": ["2026-12-01T00:00:00.1234567+02:00"] }], "not": { "status": "closed" }
                  },
                  "from": "2026-12-01T00:00:00Z", "until": "2027-01-01T00:00:00-01:30", "obligations": ["step-up"], "breakGlass": true
                }
              ],
              "deny": [{ "actions": ["orders:view"], "fields": { "read": [], "write": ["note"] } }, { "actions": ["crew:view"], "when": { "center": "x", "is": "assigned" } }]
            }
          }
        }
        """;

    private static readonly JsonSchema Schema = JsonSchema.Load("policy.schema.json", PolicyReader.Schema, new() { AllowComments = true }).GetOrThrow();

    // Names that are not declared, twice or in a circle, kinds that depend on a declaration, and more than is allowed.
    private static readonly string[] OfNames = ["CKS103", "CKS201", "CKS202", "CKS204", "CKS205", "CKS206", "CKS208"];

    [Fact]
    public void A_document_with_everything_loads_and_fits()
    {
        var read = PolicyReader.Read("whole.rbac.json", Encoding.UTF8.GetBytes(Whole));

        Assert.True(read.IsLoaded, string.Join('\n', read.Diagnostics));
        Assert.Empty(Schema.Validate("whole.rbac.json", Encoding.UTF8.GetBytes(Whole)));
    }

    [Fact]
    public void The_documents_of_the_repository_fit_when_they_load_and_do_not_when_their_shape_is_wrong()
    {
        var files = Files("samples").Concat(Files("templates")).Concat(Files("tests/Cks.Stranger")).Concat(Files("tests/Cks.Cli.Tests/Broken/policy")).ToArray();
        Assert.True(files.Length > 30);
        foreach (var file in files)
        {
            var utf8 = File.ReadAllBytes(file);
            var read = PolicyReader.Read(file, utf8);
            var errors = read.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
            var refused = Schema.Validate(file, utf8);
            Assert.True(refused.Count == 0 || errors.Length > 0, $"{file} loads and does not fit\n{string.Join('\n', refused)}");
            Assert.True(refused.Count > 0 || errors.All(e => OfNames.Contains(e.Code.Id)), $"{file} fits\n{string.Join('\n', read.Diagnostics)}");
        }
    }

    /// <summary>Each value of the document replaced by each of these, each property left out, renamed, and one added to each object.</summary>
    [Fact]
    public void Whatever_shape_the_reader_refuses_the_schema_refuses_and_nothing_else()
    {
        var (agreed, refusedByBoth) = (0, 0);
        foreach (var (what, text) in Mutations())
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            var read = PolicyReader.Read("mutated.rbac.json", utf8);
            var errors = read.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
            var fits = Schema.IsValid(utf8);
            // What loads fits.
            Assert.True(fits || errors.Length > 0, $"{what} loads and does not fit:\n{string.Join('\n', Schema.Validate("mutated", utf8))}");
            // What is refused for its shape does not fit, as far as a schema can know what a name was declared to be.
            if (fits && errors.Any(e => !OfNames.Contains(e.Code.Id) && !NeedsADeclaration(e)))
                Assert.Fail($"{what} fits and is refused:\n{string.Join('\n', errors.AsEnumerable())}");
            agreed++;
            refusedByBoth += fits ? 0 : 1;
        }

        Assert.True(refusedByBoth > 500, $"{refusedByBoth} of {agreed}");
    }

    // The kind of a value follows from the declared attribute, an order of two values from both, and a text needs what only the document tells.
    private static bool NeedsADeclaration(Diagnostic error)
    {
        var isOfACondition = (error.Location.Pointer.Contains("/when/", StringComparison.Ordinal) || error.Location.Pointer.Contains("/relations/", StringComparison.Ordinal)) && !error.Location.Pointer.Contains("/is", StringComparison.Ordinal);
        return (isOfACondition && error.Message.Contains(" stands where ", StringComparison.Ordinal) && !error.Message.Contains("an object", StringComparison.Ordinal) && !error.Message.Contains("an array", StringComparison.Ordinal))
            || error.Message.Contains("has no order", StringComparison.Ordinal)
            || error.Message.Contains("ends before it begins", StringComparison.Ordinal);
    }

    private static IEnumerable<(string What, string Text)> Mutations()
    {
        JsonNode?[] others = [null, true, 1, -1, 1.5, "", " ", "word", "Word!", "$code", "$cod", "a:b", "orders:*", "*:*", "grant:x", "2026-13-01T00:00:00Z", "2026-12-01T00:00:00", new JsonArray(), new JsonArray("word"), new JsonArray(1), new JsonArray(new JsonArray()), new JsonObject(), new JsonObject { ["word"] = "word" }];
        var paths = Paths(JsonNode.Parse(Whole)!, []).ToArray();
        foreach (var path in paths)
        {
            foreach (var other in others)
                yield return ($"/{string.Join('/', path)} = {other?.ToJsonString() ?? "null"}", Changed(path, (parent, key) => Set(parent, key, other?.DeepClone())));
            yield return ($"/{string.Join('/', path)} left out", Changed(path, Remove));
            if (path[^1] is string)
                yield return ($"/{string.Join('/', path)} renamed", Changed(path, (parent, key) =>
                {
                    var value = parent[(string)key]!.DeepClone();
                    Remove(parent, key);
                    parent["Not a name"] = value;
                }));
        }
    }

    private static IEnumerable<object[]> Paths(JsonNode node, object[] path)
    {
        var children = node switch
        {
            JsonObject o => o.Select(p => ((object)p.Key, p.Value!)),
            JsonArray a => a.Select((v, i) => ((object)i, v!)),
            _ => [],
        };
        return children.SelectMany(c => Paths(c.Item2, [.. path, c.Item1]).Prepend([.. path, c.Item1]));
    }

    private static string Changed(object[] path, Action<JsonNode, object> change)
    {
        var root = JsonNode.Parse(Whole)!;
        change(path[..^1].Aggregate(root, (node, key) => key is string name ? node[name]! : node[(int)key]!), path[^1]);
        return root.ToJsonString();
    }

    private static void Set(JsonNode parent, object key, JsonNode? value)
    {
        if (key is string name)
            parent[name] = value;
        else
            parent[(int)key] = value;
    }

    private static void Remove(JsonNode parent, object key)
    {
        if (key is string name)
            parent.AsObject().Remove(name);
        else
            parent.AsArray().RemoveAt((int)key);
    }

    private static IEnumerable<string> Files(string folder)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "CksCore.sln")))
            root = root.Parent!;
        return Directory.EnumerateFiles(Path.Combine(root.FullName, folder), "*.rbac.json", SearchOption.AllDirectories).Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal));
    }
}
