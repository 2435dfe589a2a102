using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Scope.Tests.Model;

namespace Cks.Scope.Tests.Building;

public sealed class ScopeModelBuilderTests
{
    private static readonly JsonDocumentOptions ForFiles = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    [Fact]
    public void What_it_writes_is_what_a_document_would_say()
    {
        var built = new ScopeModelBuilder()
            .Entity("manager", "managers", "id", e => e.Tenant("tenant", "test").Archived("archived").Code("MGR", "MNG").Field("code", "id").Field("status", "status"))
            .Entity("center", "centers", "id", e => e.Tenant("tenant", "test").Field("code", "id"))
            .Entity("order", "orders", "id", e => e
                .Tenant("tenant", "test").View("orders:view").NewestFirst("created").Field("code", "id").Field("maker", "maker").Field("status", "status")
                .Field("created", "created", FieldType.Timestamp).Field("onHand", "on_hand", FieldType.Integer).Field("minimum", "minimum", FieldType.Integer).Field("urgent", "urgent", FieldType.Boolean))
            .Entity("participant", "participants", "order_id", e => e.Tenant("tenant", "test"))
            .Entity("country", "countries", "id", e => e.Shared("the same for all"))
            .Relation("centers", "manager", "center", r => r.By("manager").Parent("since"))
            .Relation("orders", "center", "order", r => r.By("center").Parent())
            .Relation("joined", "center", "order", r => r.Through("participant", "viewer", "order_id"))
            .Relation("beside", "center", "order", r => r.By("manager").On("manager"))
            .ScopeKey("order", "manager", "manager")
            .Set("open", "order", s => s.Own("joined", "beside").Below("orders").As("work").Where(w => w.Is("status", "open", "late").Is("maker", "x").OnToday("created").Below("onHand", "minimum").IsNull("minimum")))
            .Set("coming", "order", s => s.Below("centers/orders").Where(w => w.FromToday("created")))
            .CountMetric("orderCount", "orders", m => m.Within("centers").Where(w => w.Is("status", "open")).As("count")).CountMetric("centerCount", "centers")
            .OwnMetric("status", "status", new Dictionary<string, string> { ["assigned"] = "active" }, "accountStatus").OwnMetric("plain", "status")
            .Role("manager", "manager", r => r.IncludeRelationships("centers").SummaryMetrics("status", "orderCount").Lists("coming").ActivityFilters("target"))
            .Role("lead", "manager", r => r.Inherits("manager").SummaryMetrics("centerCount"))
            .Role("center", "center", r => r.IncludeUpward("manager").Lists("open"))
            .Role("admin", "manager", r => r.IncludeAll("center", "order"))
            .Activity("order_created", "action", a => a.Audience("actor", "target", "centerId").AncestorsOf("centerId").MustSee().Text("actor", "You made {target}"))
            .Activity("news", "info", a => a.Roles("manager")).Activity("quiet", "info")
            .ActivityTable("events", t => t.Tenant("tenant", "test").Event("event_id", "type", "at", "description").Actor("actor", "actor_role").Target("target", "target_type").Reference("centerId", "center", "center"))
            .Transformer("line", "order", t => t.Only("code", "created").Rename("created", "at").Format("created", "yyyy-MM-dd").Text("who", "{maker}").Text("line", "{maker} ordered", ("maker", "You ordered")))
            .Transformer("short", "order", t => t.Omit("status"));

        const string written = """
            {
              "version": 1,
              "entities": {
                "manager": { "table": "managers", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "code": { "prefix": "MGR", "aliases": ["MNG"] }, "fields": { "code": "id", "status": "status" } },
                "center": { "table": "centers", "key": "id", "tenant": "tenant", "test": "test", "fields": { "code": "id" } },
                "order": {
                  "table": "orders", "key": "id", "tenant": "tenant", "test": "test", "view": "orders:view", "newestFirst": "created",
                  "fields": {
                    "code": "id", "maker": "maker", "status": "status", "created": { "column": "created", "type": "timestamp" }, "onHand": { "column": "on_hand", "type": "integer" },
                    "minimum": { "column": "minimum", "type": "integer" }, "urgent": { "column": "urgent", "type": "boolean" }
                  }
                },
                "participant": { "table": "participants", "key": "order_id", "tenant": "tenant", "test": "test" },
                "country": { "table": "countries", "key": "id", "shared": "the same for all" }
              },
              "relations": [
                { "name": "centers", "from": "manager", "to": "center", "by": "manager", "parent": true, "since": "since" }, { "name": "orders", "from": "center", "to": "order", "by": "center", "parent": true },
                { "name": "joined", "from": "center", "to": "order", "through": { "entity": "participant", "from": "viewer", "to": "order_id" } }, { "name": "beside", "from": "center", "to": "order", "by": "manager", "on": "manager" }
              ],
              "scopeKeys": [{ "entity": "order", "column": "manager", "ancestor": "manager" }],
              "sets": {
                "open": {
                  "entity": "order", "own": ["joined", "beside"], "below": ["orders"], "as": "work",
                  "where": { "status": ["open", "late"], "maker": "x", "created": { "on": "today" }, "onHand": { "below": "minimum" }, "minimum": null }
                },
                "coming": { "entity": "order", "below": ["centers/orders"], "where": { "created": { "from": "today" } } }
              },
              "metrics": {
                "orderCount": { "count": "orders", "within": "centers", "where": { "status": "open" }, "as": "count" }, "centerCount": { "count": "centers" },
                "status": { "own": "status", "map": { "assigned": "active" }, "as": "accountStatus" }, "plain": { "own": "status" }
              },
              "roles": {
                "manager": { "entity": "manager", "includeRelationships": ["centers"], "summaryMetrics": ["status", "orderCount"], "lists": ["coming"], "activityFilters": ["target"] },
                "lead": { "entity": "manager", "inherits": "manager", "summaryMetrics": ["centerCount"] },
                "center": { "entity": "center", "includeUpward": ["manager"], "lists": ["open"] },
                "admin": { "entity": "manager", "includeAll": ["center", "order"] }
              },
              "activities": {
                "order_created": { "category": "action", "audience": ["actor", "target", "centerId"], "ancestorsOf": ["centerId"], "mustSee": true, "text": { "actor": "You made {target}" } },
                "news": { "category": "info", "roles": ["manager"] }, "quiet": { "category": "info" }
              },
              "activityTable": {
                "table": "events", "tenant": "tenant", "test": "test", "id": "event_id", "type": "type", "actor": "actor", "actorRole": "actor_role", "target": "target", "targetType": "target_type",
                "description": "description", "at": "at", "ids": { "centerId": { "column": "center", "entity": "center" } }
              },
              "transformers": {
                "line": { "entity": "order", "only": ["code", "created"], "rename": { "created": "at" }, "format": { "created": "yyyy-MM-dd" }, "text": { "who": "{maker}", "line": { "is": "{maker} ordered", "own": { "maker": "You ordered" } } } },
                "short": { "entity": "order", "omit": ["status"] }
              }
            }
            """;
        AssertSame(written, built);
        var read = ScopeModelReader.Read("built", built.ToUtf8());
        Assert.True(read.IsLoaded, string.Join('\n', read.Diagnostics));
    }

    [Fact]
    public void The_model_of_the_portal_can_be_built() => RoundTrip(File.ReadAllText(Path.Combine(Root(), "samples", "Cks.Samples.Portal", "scopes", "portal.scope.json")));

    [Fact]
    public void The_model_of_these_tests_can_be_built() => RoundTrip(ScopeText.Model);

    [Fact]
    public void What_is_wrong_the_reader_says_with_the_place_in_what_was_built()
    {
        var built = new ScopeModelBuilder()
            .Entity("manager", "managers", "id", e => e.Tenant("tenant", "test").Field("code", "id"))
            .Role("manager", "managr", r => r.IncludeRelationships());

        var finding = Assert.Single(ScopeModelReader.Read("built", built.ToUtf8()).Diagnostics);

        Assert.Equal(("CKS301", "/roles/manager/entity", "Did you mean \"manager\"?"), (finding.Code.Id, finding.Location.Pointer, finding.Fix));
        Assert.True(finding.Location.Line > 10);
    }

    // Says in code whatever a document says, and compares.
    private static void RoundTrip(string document)
    {
        var (root, built) = (JsonNode.Parse(document, documentOptions: ForFiles)!.AsObject(), new ScopeModelBuilder());
        foreach (var (name, e) in Members(root, "entities"))
            built.Entity(name, Text(e["table"])!, Text(e["key"])!, b => Entity(b, e));
        foreach (var r in root["relations"]!.AsArray())
            built.Relation(Text(r!["name"])!, Text(r["from"])!, Text(r["to"])!, b => Relation(b, r));
        foreach (var k in root["scopeKeys"]?.AsArray() ?? [])
            built.ScopeKey(Text(k!["entity"])!, Text(k["column"])!, Text(k["ancestor"])!);
        foreach (var (name, s) in Members(root, "sets"))
            built.Set(name, Text(s["entity"])!, b => Set(b, s));
        foreach (var (name, m) in Members(root, "metrics"))
            Metric(built, name, m);
        foreach (var (name, r) in Members(root, "roles"))
            built.Role(name, Text(r["entity"])!, b => Role(b, r));
        foreach (var (name, a) in Members(root, "activities"))
            built.Activity(name, Text(a["category"])!, b => Activity(b, a));
        foreach (var (name, t) in Members(root, "transformers"))
            built.Transformer(name, Text(t["entity"])!, b => Transformer(b, t));

        AssertSame(document, built);
        var (written, read) = (ScopeModelReader.Read("written", Encoding.UTF8.GetBytes(document)).GetOrThrow(), ScopeModelReader.Read("built", built.ToUtf8()).GetOrThrow());
        Assert.Equal(ScopeGraph.Of(written).ToString(), ScopeGraph.Of(read).ToString());
        Assert.Equal(written.Strategies.Select(s => JsonSerializer.Serialize(s)), read.Strategies.Select(s => JsonSerializer.Serialize(s)));
    }

    private static void Entity(ScopeEntityBuilder b, JsonNode e)
    {
        foreach (var (name, value) in e.AsObject())
            _ = name switch
            {
                "tenant" => b.Tenant(Text(value)!, Text(e["test"])!),
                "shared" => b.Shared(Text(value)!),
                "archived" => b.Archived(Text(value)!),
                "view" => b.View(Text(value)!),
                "newestFirst" => b.NewestFirst(Text(value)!),
                "code" => b.Code(Text(value!["prefix"])!, Texts(value["aliases"])),
                "fields" => value!.AsObject().Aggregate(b, (all, f) => f.Value is JsonObject o ? all.Field(f.Key, Text(o["column"])!, Enum.Parse<FieldType>(Text(o["type"])!, ignoreCase: true)) : all.Field(f.Key, Text(f.Value)!)),
                _ => b,
            };
    }

    private static void Relation(ScopeRelationBuilder b, JsonNode r)
    {
        foreach (var (name, value) in r.AsObject())
            _ = name switch
            {
                "by" => b.By(Text(value)!),
                "on" => b.On(Text(value)!),
                "through" => b.Through(Text(value!["entity"])!, Text(value["from"])!, Text(value["to"])!),
                "parent" => b.Parent(Text(r["since"])),
                _ => b,
            };
    }

    private static void Set(ScopeSetBuilder b, JsonNode s)
    {
        foreach (var (name, value) in s.AsObject())
            _ = name switch
            {
                "own" => b.Own(Texts(value)),
                "below" => b.Below(Texts(value)),
                "as" => b.As(Text(value)!),
                "where" => b.Where(w => Where(w, value!)),
                _ => b,
            };
    }

    private static void Metric(ScopeModelBuilder built, string name, JsonNode m)
    {
        if (m["own"] is { } own)
            built.OwnMetric(name, Text(own)!, m["map"]?.AsObject().ToDictionary(p => p.Key, p => Text(p.Value)!), Text(m["as"]));
        else
            built.CountMetric(name, Text(m["count"])!, b =>
            {
                foreach (var (part, value) in m.AsObject())
                    _ = part switch { "within" => b.Within(Text(value)!), "where" => b.Where(w => Where(w, value!)), "as" => b.As(Text(value)!), _ => b };
            });
    }

    private static void Where(ScopeWhereBuilder b, JsonNode where)
    {
        foreach (var (field, value) in where.AsObject())
            _ = value switch
            {
                null => b.IsNull(field),
                JsonArray values => b.Is(field, Texts(values)),
                JsonObject { Count: 1 } o => o.First() switch { ("on", _) => b.OnToday(field), ("from", _) => b.FromToday(field), var (_, other) => b.Below(field, Text(other)!) },
                _ => b.Is(field, Text(value)!),
            };
    }

    private static void Role(ScopeRoleBuilder b, JsonNode r)
    {
        foreach (var (name, value) in r.AsObject())
            _ = name switch
            {
                "inherits" => b.Inherits(Text(value)!),
                "includeRelationships" => b.IncludeRelationships(Texts(value)),
                "includeUpward" => b.IncludeUpward(Texts(value)),
                "summaryMetrics" => b.SummaryMetrics(Texts(value)),
                "lists" => b.Lists(Texts(value)),
                "includeAll" => b.IncludeAll(Texts(value)),
                "activityFilters" => b.ActivityFilters(Texts(value)),
                _ => b,
            };
    }

    private static void Activity(ScopeActivityBuilder b, JsonNode a)
    {
        foreach (var (name, value) in a.AsObject())
            _ = name switch
            {
                "audience" => b.Audience(Texts(value)),
                "ancestorsOf" => b.AncestorsOf(Texts(value)),
                "mustSee" => b.MustSee(),
                "roles" => b.Roles(Texts(value)),
                "text" => value!.AsObject().Aggregate(b, (all, t) => all.Text(t.Key, Text(t.Value)!)),
                _ => b,
            };
    }

    private static void Transformer(ScopeTransformerBuilder b, JsonNode t)
    {
        foreach (var (name, value) in t.AsObject())
            _ = name switch
            {
                "only" => b.Only(Texts(value)),
                "omit" => b.Omit(Texts(value)),
                "rename" => value!.AsObject().Aggregate(b, (all, r) => all.Rename(r.Key, Text(r.Value)!)),
                "format" => value!.AsObject().Aggregate(b, (all, f) => all.Format(f.Key, Text(f.Value)!)),
                "text" => value!.AsObject().Aggregate(b, (all, x) => x.Value is JsonObject o
                    ? all.Text(x.Key, Text(o["is"])!, [.. o["own"]!.AsObject().Select(w => (w.Key, Text(w.Value)!))])
                    : all.Text(x.Key, Text(x.Value)!)),
                _ => b,
            };
    }

    private static void AssertSame(string document, ScopeModelBuilder built)
    {
        var (written, made) = (Sections(JsonNode.Parse(document, documentOptions: ForFiles)!), Sections(JsonNode.Parse(built.ToUtf8())!));
        Assert.Equal(written.Keys.Order(), made.Keys.Order());
        foreach (var (name, section) in written)
            Assert.True(JsonNode.DeepEquals(section, made[name]), $"{name}\n{section}\n{made[name]}");

        // An empty section says what none says.
        static Dictionary<string, JsonNode?> Sections(JsonNode root) => root.AsObject().Where(p => p.Value is not (JsonObject { Count: 0 } or JsonArray { Count: 0 })).ToDictionary(p => p.Key, p => p.Value);
    }

    private static IEnumerable<KeyValuePair<string, JsonNode>> Members(JsonObject root, string section) => (root[section]?.AsObject() ?? []).Select(p => KeyValuePair.Create(p.Key, p.Value!));

    private static string? Text(JsonNode? node) => (string?)node;

    private static string[] Texts(JsonNode? node) => [.. (node?.AsArray() ?? []).Select(n => (string)n!)];

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CksCore.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
