using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cks.Rbac.Tests.Analysis;

/// <summary>A rule of a random policy.</summary>
internal sealed record SmallRule(string Id, bool IsDeny, string[] Actions)
{
    public JsonObject? When { get; init; }

    public JsonObject? Fields { get; init; }

    public int? From { get; init; }

    public int? Until { get; init; }

    public bool NeedsStepUp { get; init; }

    public bool IsBreakGlass { get; init; }

    public bool Hides => IsDeny && Fields is not null;

    public JsonObject Write()
    {
        var rule = new JsonObject { ["id"] = Id, ["actions"] = new JsonArray([.. Actions.Select(a => (JsonNode)$"ex:{a}")]) };
        if (When is not null)
            rule["when"] = When.DeepClone();
        if (Fields is not null)
            rule["fields"] = Fields.DeepClone();
        if (From is { } from)
            rule["from"] = SmallWorld.TimeOf(from).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        if (Until is { } until)
            rule["until"] = SmallWorld.TimeOf(until).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        if (NeedsStepUp)
            rule["obligations"] = new JsonArray("step-up");
        if (IsBreakGlass)
            rule["breakGlass"] = true;
        return rule;
    }
}

/// <summary>A role of a random policy.</summary>
internal sealed record SmallRole(string Name, string[] Inherits, SmallRule[] Rules);

/// <summary>A random policy about one resource with two actions and two fields, as data that rules can be taken out of.</summary>
internal sealed record SmallPolicy(SmallRole[] Roles)
{
    private static readonly JsonObject Resources = (JsonObject)JsonNode.Parse("""
        {
          "ex": {
            "actions": ["look", "take"],
            "fields": ["f", "g"],
            "attributes": { "status": ["x", "y"], "creator": "text", "level": { "from": 1, "to": 3 }, "total": "number", "urgent": "flag", "due": "time" },
            "relations": ["near"]
          }
        }
        """)!;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["version"] = 1,
        ["resources"] = Resources.DeepClone(),
        ["obligations"] = new JsonObject { ["step-up"] = new JsonObject { ["within"] = 300 } },
        ["roles"] = new JsonObject(Roles.Select(r => KeyValuePair.Create(r.Name, (JsonNode?)new JsonObject
        {
            ["inherits"] = new JsonArray([.. r.Inherits.Select(i => (JsonNode)i)]),
            ["permit"] = new JsonArray([.. r.Rules.Where(x => !x.IsDeny).Select(x => x.Write())]),
            ["deny"] = new JsonArray([.. r.Rules.Where(x => x.IsDeny).Select(x => x.Write())]),
        }))),
    });

    /// <summary>Every role that has the rules of another one.</summary>
    public IEnumerable<SmallRole> HeirsOf(string name) => Roles.Where(r => LineageOf(r).Any(l => l.Name == name));

    public IEnumerable<SmallRole> LineageOf(SmallRole role) => role.Inherits.SelectMany(i => LineageOf(Roles.First(r => r.Name == i))).Prepend(role).Distinct();

    /// <summary>The same with those rules only for which something holds.</summary>
    public SmallPolicy Keep(Func<SmallRule, bool> keep) => new([.. Roles.Select(r => r with { Rules = [.. r.Rules.Where(keep)] })]);

    /// <summary>The same with one role more, that is permitted all there is.</summary>
    public SmallPolicy WithEverything() => new([.. Roles, new(SmallWorld.Everything, [], [new("everything", false, ["*"]) { Fields = (JsonObject)JsonNode.Parse("""{ "read": ["f", "g"], "write": ["f", "g"] }""")! }])]);
}
