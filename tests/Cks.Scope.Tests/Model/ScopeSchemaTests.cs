using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cks.Core;

namespace Cks.Scope.Tests.Model;

/// <summary>The published schema and the reader agree on the shape of a document. Which names there are the reader alone knows: its codes for those are <see cref="OfNames"/>.</summary>
public sealed partial class ScopeSchemaTests
{
    private const string Whole = """
        {
          "$schema": "urn:cks:schema:scope:1",
          "version": 1,
          "entities": {
            "manager": { "table": "managers", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "code": { "prefix": "MGR", "aliases": ["MNG"] }, "fields": { "code": "id", "status": "status" } },
            "center": { "table": "centers", "key": "id", "tenant": "tenant", "test": "test", "fields": { "code": "id", "status": "status" } },
            "crew": { "table": "crew", "key": "id", "tenant": "tenant", "test": "test", "fields": { "code": "id", "status": { "column": "status" } } },
            "order": {
              "table": "orders", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "view": "orders:view", "newestFirst": "created",
              "fields": {
                "code": "id", "maker": "creator", "status": { "column": "status", "type": "text" }, "created": { "column": "created", "type": "timestamp" }, "flag": { "column": "flag", "type": "boolean" },
                "onHand": { "column": "on_hand", "type": "integer" }, "minimum": { "column": "minimum", "type": "integer" }
              }
            },
            "participant": { "table": "participants", "key": "order_id", "tenant": "tenant", "test": "test" },
            "country": { "table": "countries", "key": "id", "shared": "the same for all", "fields": {} }
          },
          "relations": [
            { "name": "centers", "from": "manager", "to": "center", "by": "manager", "parent": true, "since": "manager_since" },
            { "name": "crew", "from": "center", "to": "crew", "by": "center", "parent": true },
            { "name": "createdOrders", "from": "crew", "to": "order", "by": "creator", "parent": false },
            { "name": "ecosystem", "from": "crew", "to": "order", "by": "manager", "on": "manager_copy" },
            { "name": "joined", "from": "crew", "to": "order", "through": { "entity": "participant", "from": "viewer", "to": "order_id" } },
            { "name": "centerOrders", "from": "center", "to": "order", "by": "center" }
          ],
          "scopeKeys": [{ "entity": "crew", "column": "manager_copy", "ancestor": "manager" }],
          "sets": {
            "orders": { "entity": "order", "own": ["createdOrders", "joined"], "below": ["centerOrders"] },
            "open": { "entity": "order", "below": ["centers/crew/createdOrders"], "as": "openOrders", "where": { "status": ["open", ""], "maker": "x", "created": { "on": "today" }, "onHand": { "below": "minimum" }, "minimum": null } },
            "own": { "entity": "order", "own": ["ecosystem"], "below": [], "where": { "created": { "from": "today" } } }
          },
          "metrics": {
            "status": { "own": "status", "map": { "assigned": "active", "": "" }, "as": "accountStatus" },
            "crewCount": { "count": "crew", "within": "centers", "where": { "status": "active" } },
            "orderCount": { "count": "orders", "where": {}, "as": "count" }
          },
          "roles": {
            "boss": { "entity": "manager", "includeRelationships": ["centers", "crew"], "summaryMetrics": ["status", "crewCount"], "lists": ["open"], "activityFilters": ["target", "managerId"] },
            "lead": { "entity": "manager", "inherits": "boss", "lists": ["centerOrders"] },
            "crew": { "entity": "crew", "includeRelationships": [], "includeUpward": ["center"], "lists": ["orders", "own"], "includeAll": [], "activityFilters": ["actor"] },
            "admin": { "entity": "manager", "includeAll": ["crew", "order"], "activityFilters": [] }
          },
          "activities": {
            "order_created": { "category": "action", "audience": ["actor", "target", "managerId"], "ancestorsOf": ["managerId"], "mustSee": true, "text": { "actor": "You, {actor}, made {target}", "managerId": "" } },
            "news": { "category": "info", "roles": ["boss", "crew"], "mustSee": false }, "other": { "category": "success", "audience": [], "roles": [] }
          },
          "activityTable": {
            "table": "events", "tenant": "tenant", "test": "test", "id": "event_id", "type": "type", "actor": "actor", "actorRole": "actor_role", "target": "target", "targetType": "target_type",
            "description": "description", "at": "at", "ids": { "managerId": { "column": "manager", "entity": "manager" } }
          },
          "transformers": {
            "line": {
              "entity": "order", "only": ["code", "created", "onHand"], "omit": ["onHand"], "rename": { "created": "at" }, "format": { "created": "yyyy-MM-dd" },
              "text": { "line": "{status} {code}", "who": { "is": "By {maker}", "own": { "maker": "By you" } } }
            }
          }
        }
        """;

    private static readonly JsonSchema Schema = JsonSchema.Load("scope.schema.json", ScopeModelReader.Schema, new() { AllowComments = true }).GetOrThrow();

    // Names that are not declared, twice or in a circle, columns that do not fit, and more than is allowed.
    private static readonly string[] OfNames = ["CKS103", "CKS201", "CKS202", "CKS301", "CKS302", "CKS303", "CKS305", "CKS307"];

    [Fact]
    public void A_document_with_everything_loads_and_fits()
    {
        var read = ScopeText.Read(Whole);

        Assert.True(read.IsLoaded, string.Join('\n', read.Diagnostics));
        Assert.Empty(Schema.Validate("whole.scope.json", Encoding.UTF8.GetBytes(Whole)));
    }

    [Fact]
    public void The_documents_of_the_repository_fit_when_they_load_and_do_not_when_their_shape_is_wrong()
    {
        var files = Files("samples").Concat(Files("templates")).Concat(Files("tests/Cks.Stranger")).Concat(Files("tests/Cks.Cli.Tests/Broken/scope")).ToArray();
        Assert.True(files.Length > 30);
        foreach (var file in files)
        {
            var utf8 = File.ReadAllBytes(file);
            var read = ScopeModelReader.Read(file, utf8);
            var refused = Schema.Validate(file, utf8);
            Assert.True(refused.Count == 0 || !read.IsLoaded, $"{file} loads and does not fit\n{string.Join('\n', refused)}");
            Assert.True(refused.Count > 0 || Errors(read).All(e => !IsOfShape(e)), $"{file} fits\n{string.Join('\n', read.Diagnostics)}");
        }
    }

    /// <summary>Each value of the document replaced by each of these, each property left out and renamed.</summary>
    [Fact]
    public void Whatever_shape_the_reader_refuses_the_schema_refuses_and_nothing_else()
    {
        var (agreed, refusedByBoth) = (0, 0);
        foreach (var (what, text) in Mutations())
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            var errors = Errors(ScopeModelReader.Read("mutated.scope.json", utf8));
            var fits = Schema.IsValid(utf8);
            // What loads fits.
            Assert.True(fits || errors.Length > 0, $"{what} loads and does not fit:\n{string.Join('\n', Schema.Validate("mutated", utf8))}");
            // What is refused for its shape does not fit.
            if (fits && Array.Exists(errors, IsOfShape))
                Assert.Fail($"{what} fits and is refused:\n{string.Join('\n', errors.AsEnumerable())}");
            agreed++;
            refusedByBoth += fits ? 0 : 1;
        }

        Assert.True(refusedByBoth > 2_000, $"{refusedByBoth} of {agreed}");
    }

    /// <summary>Every name that refers to something that the document declares, and every field under which a condition or a transformer stands, without its last letter.</summary>
    [Fact]
    public void Whatever_name_is_misspelt_is_found_where_it_stands_with_what_was_meant()
    {
        var misspelt = 0;
        foreach (var path in Paths(JsonNode.Parse(Whole)!, []).Where(p => Refers().IsMatch($"/{string.Join('/', p)}")))
        {
            var pointer = $"/{string.Join('/', path)}";
            var name = (string)path.Aggregate(JsonNode.Parse(Whole)!, (node, key) => key is string property ? node[property]! : node[(int)key]!)!;
            var wrong = name.EndsWith("created", StringComparison.Ordinal) ? name + "x" : name[..^1];

            var findings = Errors(ScopeText.Read(Changed(path, (parent, key) => Set(parent, key, wrong))));

            Assert.True(Array.Exists(findings, f => f.Location.Pointer == pointer && f.Fix.Contains(name, StringComparison.Ordinal)), $"{pointer} {wrong}\n{string.Join('\n', findings.AsEnumerable())}");
            misspelt++;
        }

        Assert.Equal(55, misspelt);
    }

    [GeneratedRegex(
        @"^/(relations/\d+/(from|to|through/entity)|scopeKeys/\d+/(entity|ancestor)|sets/\w+/(entity|(own|below)/\d+|where/\w+/below)|metrics/\w+/(own|count|within)"
        + @"|roles/\w+/(entity|inherits|\w+/\d+)|activities/\w+/roles/\d+|activityTable/ids/\w+/entity|transformers/\w+/(entity|(only|omit)/\d+))$")]
    private static partial Regex Refers();

    private static Diagnostic[] Errors(LoadResult<ScopeModel> read) => [.. read.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];

    // Codes for names have some findings about the shape; and whether a prefix is claimed twice or a payload has a name twice only the document tells, and a format fits only a type.
    private static bool IsOfShape(Diagnostic error) => OfNames.Contains(error.Code.Id)
        ? new[] { "exactly one of", "is known by a column", "Only a parent", "has no way to its rows" }.Any(t => error.Message.Contains(t, StringComparison.Ordinal))
        : !new[] { "is claimed twice", "would have", "is no format of", "is shared and links", "is shared, and", "could be anybody's" }.Any(t => error.Message.Contains(t, StringComparison.Ordinal));

    private static IEnumerable<(string What, string Text)> Mutations()
    {
        JsonNode?[] others =
        [
            null, true, false, 1, -1, 1.5, "", " ", "word", "Word!", "two words", "a:b", "{code}", "{", "{actor} {target}", "today", "integer", "Integer", "timestamp",
            new JsonArray(), new JsonArray("word"), new JsonArray(1), new JsonArray(""), new JsonArray(new JsonArray()), new JsonObject(), new JsonObject { ["word"] = "word" }, new JsonObject { ["on"] = "today" },
        ];
        foreach (var path in Paths(JsonNode.Parse(Whole)!, []))
        {
            foreach (var other in others)
                yield return ($"/{string.Join('/', path)} = {other?.ToJsonString() ?? "null"}", Changed(path, (parent, key) => Set(parent, key, other?.DeepClone())));
            yield return ($"/{string.Join('/', path)} left out", Changed(path, Remove));
            foreach (var (name, copy) in new[] { ("Not a name", false), ("on", true), ("own", true), ("parent", true), ("shared", true), ("actor", true) })
            {
                if (path[^1] is string own && own != name)
                    yield return ($"/{string.Join('/', path)} {(copy ? "also as" : "renamed")} {name}", Changed(path, (parent, key) =>
                    {
                        var value = parent[(string)key]?.DeepClone();
                        if (!copy)
                            Remove(parent, key);
                        parent[name] = value;
                    }));
            }
        }
    }

    private static IEnumerable<object[]> Paths(JsonNode? node, object[] path)
    {
        var children = node switch
        {
            JsonObject o => o.Select(p => ((object)p.Key, p.Value)),
            JsonArray a => a.Select((v, i) => ((object)i, v)),
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
        return Directory.EnumerateFiles(Path.Combine(root.FullName, folder), "*.scope.json", SearchOption.AllDirectories).Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal));
    }
}
