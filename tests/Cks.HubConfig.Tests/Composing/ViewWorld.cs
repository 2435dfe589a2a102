using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.HubConfig.Tests;

/// <summary>
/// A host without HTTP, whose policy, documents, grants and time are whatever a random number says; and beside it what should come of them, worked out from the same facts without any code of the suite.
/// </summary>
internal sealed class ViewWorld : IDisposable
{
    public const int Things = 6;
    public static readonly string[] Roles = ["worker", "lead"];
    public static readonly string[] Tenants = ["acme", "main"];
    public static readonly string[] People = ["ann", "bob"];
    private static readonly DateTimeOffset Start = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan StepUpWithin = TimeSpan.FromMinutes(5);

    private readonly ServiceProvider _services;
    private readonly Dictionary<string, byte[]> _documents = [];
    private readonly Dictionary<(string Person, string Tenant), List<Given>> _given = [];
    private const string Issuer = "https://issuer.test";
    private readonly Random _random;

    // What the policy says: of a role, which thing, from when, until when, and whether only after a step-up.
    private List<(string Role, int Thing, bool IsDeny, DateTimeOffset From, DateTimeOffset Until, bool StepUp)> _rules = [];
    private Dictionary<string, JsonObject> _hubs = [];
    private HashSet<string> _takenAway = [];

    public ViewWorld(int seed, int remembered = 64)
    {
        _random = new(seed);
        MakePolicy();
        MakeDocuments();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging();
        services.AddCksRbac().AddPolicy("world.rbac.json", PolicyText()).UseGrants();
        services.AddCksHubConfig().AddRoles(new Several(() => _documents.Where(d => d.Key != "acme"))).AddTenants(new Several(() => _documents.Where(d => d.Key == "acme"))).AddTargets(t => Enumerable.Range(0, Things).Aggregate(
            t, (all, n) => all.AddPage($"/p{n}", Capability(n)).AddAction($"act{n}", Capability(n)).AddDataSource($"/api/e{n}", Capability(n)))).RememberViews(remembered);
        _services = services.BuildServiceProvider();
        _ = Catalog.Documents;
    }

    public FakeTimeProvider Clock { get; } = new(Start);

    public IHubComposer Composer => _services.GetRequiredService<IHubComposer>();

    public HubCatalog Catalog => _services.GetRequiredService<HubCatalog>();

    public IPolicyDecisionPoint Decisions => _services.GetRequiredService<IPolicyDecisionPoint>();

    public SnapshotStore<Policy> Policies => _services.GetRequiredService<SnapshotStore<Policy>>();

    public static string Capability(int thing) => $"r{thing}:view";

    public ValueTask<Subject> BindAsync(Subject subject) => _services.GetRequiredService<ISubjectBinder>().BindAsync(subject);

    /// <summary>Somebody in one of the ways in which somebody can come.</summary>
    public Subject Anybody()
    {
        var (person, tenant) = (Pick(People), TenantId.Parse(Pick(Tenants)));
        string[] roles = _random.Next(4) == 0 ? Roles : [Pick(Roles)];
        return _random.Next(8) switch
        {
            0 => new(person, tenant, roles) { Issuer = Issuer, Actor = Pick(["eve", "mallory"]), ActorRoles = [Pick(Roles)] },
            1 => new(person, tenant, roles) { Issuer = Issuer, Credential = Pick(["key1", "key2"]), CredentialCapabilities = [.. Some().Select(Capability)] },
            2 => new(person, tenant, roles) { Issuer = Issuer, SteppedUpAt = Clock.GetUtcNow() - TimeSpan.FromMinutes(_random.Next(0, 7)) },
            3 => new(person, tenant, roles) { Issuer = Issuer, IsTest = true },
            4 => new(person, tenant, roles) { Issuer = Issuer, Code = Pick(["C-1", "C-2"]) },
            _ => new(person, tenant, roles) { Issuer = Issuer },
        };
    }

    /// <summary>One thing changes, or time goes by.</summary>
    public async Task ChangeAsync()
    {
        switch (_random.Next(6))
        {
            case 0:
                ActivatePolicy();
                break;
            case 1:
                MakeDocuments();
                Catalog.TryReload().GetOrThrow();
                break;
            case 2 or 3:
                await GrantAsync();
                break;
            case 4:
                Clock.Advance(TimeSpan.FromSeconds(_random.Next(1, 50)));
                break;
            default:
                // To an edge, exactly.
                Clock.Advance(Start.AddMinutes((int)(Clock.GetUtcNow() - Start).TotalMinutes + 1) - Clock.GetUtcNow());
                break;
        }
    }

    public void ActivatePolicy()
    {
        MakePolicy();
        var text = PolicyText();
        var result = PolicyReader.Read("world.rbac.json", text);
        result.GetOrThrow();
        Policies.TryActivate(result, text, out _);
    }

    public void ReloadDocuments()
    {
        MakeDocuments();
        Catalog.TryReload().GetOrThrow();
    }

    /// <summary>What somebody should see, as sorted lines; <see langword="null"/> where they have no hub.</summary>
    public string? Expected(Subject subject)
    {
        var now = Clock.GetUtcNow();
        var role = subject.Roles.FirstOrDefault(_hubs.ContainsKey);
        if (role is null)
            return null;
        var hub = _hubs[role];
        bool IsOn(string feature) => feature switch
        {
            "timed" => now >= Start.AddMinutes((int)hub["x-timed"]!),
            _ => subject.Id == (string)hub["x-targeted"]!,
        };
        var lines = new List<string> { $"hub {role}" };
        for (var n = 0; n < Things; n++)
        {
            if (!May(subject, n, now))
                continue;
            if ((string?)hub["x-feature"]![n] is not { } feature || IsOn(feature))
                lines.AddRange([$"page /p{n}", $"action act{n}", $"widget w{n}"]);
            lines.AddRange([$"endpoint e{n}", $"permission {Capability(n)}"]);
        }

        lines.AddRange(((string[])["timed", "targeted"]).Where(IsOn).Select(f => $"feature {f}"));
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    /// <summary>What a view shows, in the same words.</summary>
    public static string? Shown(HubView? view) => view is null ? null : string.Join('\n', ((IEnumerable<string>)
    [
        $"hub {view.Role}",
        .. view.Navigation.Select(i => $"page {i.Path.Value}"),
        .. view.QuickActions.Select(a => $"action {a.Action}"),
        .. view.Widgets.Select(w => $"widget {w.Id}"),
        .. view.Endpoints.Keys.Select(e => $"endpoint {e}"),
        .. view.Permissions.Where(p => p.Value).Select(p => $"permission {p.Key}"),
        .. view.Features.Where(f => f.Value.Enabled).Select(f => $"feature {f.Key}"),
    ]).Order(StringComparer.Ordinal));

    public void Dispose() => _services.Dispose();

    // By roles, grants, ceilings and time; without a rule nothing.
    private bool May(Subject subject, int thing, DateTimeOffset now)
    {
        var given = _given.GetValueOrDefault((subject.Id, subject.Tenant.Value), []).Where(g => now >= g.From && now < g.Until).ToArray();
        string[] roles = [.. subject.Roles, .. given.Where(g => g.Role is not null).Select(g => g.Role!)];
        if (subject.CredentialCapabilities?.Contains(Capability(thing)) == false)
            return false;
        if (subject.Actor.Length > 0 && !ByRules(subject.ActorRoles, subject.Tenant.Value, thing, now, null))
            return false;
        if (given.Any(g => g.Thing == thing && g.IsDeny))
            return false;
        var isGiven = given.Any(g => g.Thing == thing && !g.IsDeny);
        return ByRules(roles, subject.Tenant.Value, thing, now, subject.SteppedUpAt, isGiven);
    }

    private bool ByRules(IReadOnlyList<string> roles, string tenant, int thing, DateTimeOffset now, DateTimeOffset? steppedUp, bool isGiven = false)
    {
        if (roles.Any(r => _takenAway.Contains($"{r}/{thing}") || (tenant == "acme" && _takenAway.Contains($"acme/{thing}"))))
            return false;
        var rules = _rules.Where(r => roles.Contains(r.Role) && r.Thing == thing && now >= r.From && now < r.Until).ToArray();
        return !rules.Any(r => r.IsDeny)
            && (isGiven || rules.Any(r => !r.IsDeny && (!r.StepUp || (steppedUp is { } at && at <= now && now - at <= StepUpWithin))));
    }

    private void MakePolicy()
    {
        _rules = [];
        foreach (var role in Roles)
            foreach (var thing in Enumerable.Range(0, Things).Where(_ => _random.Next(4) > 0))
            {
                var kind = _random.Next(8);
                var (from, until) = (kind == 0 ? Minute() : DateTimeOffset.MinValue, kind == 1 ? Minute() : DateTimeOffset.MaxValue);
                _rules.Add((role, thing, kind == 2, from, until, kind == 3));
            }
    }

    private byte[] PolicyText()
    {
        var roles = new JsonObject { ["root"] = new JsonObject { ["permit"] = new JsonArray(new JsonObject { ["actions"] = new JsonArray([.. Enumerable.Range(0, Things).Select(n => (JsonNode)Capability(n)), "grants:create", "grants:revoke"]) }), ["assigns"] = new JsonArray("worker", "lead") } };
        foreach (var role in Roles)
        {
            var (permit, deny) = (new JsonArray(), new JsonArray());
            foreach (var rule in _rules.Where(r => r.Role == role))
            {
                var written = new JsonObject { ["actions"] = new JsonArray(Capability(rule.Thing)) };
                if (rule.From != DateTimeOffset.MinValue)
                    written["from"] = rule.From.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
                if (rule.Until != DateTimeOffset.MaxValue)
                    written["until"] = rule.Until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
                if (rule.StepUp)
                    written["obligations"] = new JsonArray("step-up");
                (rule.IsDeny ? deny : permit).Add(written);
            }

            roles[role] = new JsonObject { ["permit"] = permit, ["deny"] = deny };
        }

        var resources = new JsonObject { ["grants"] = new JsonObject { ["actions"] = new JsonArray("create", "revoke") } };
        for (var n = 0; n < Things; n++)
            resources[$"r{n}"] = new JsonObject { ["actions"] = new JsonArray("view") };
        return Utf8(new JsonObject { ["version"] = 1, ["resources"] = resources, ["obligations"] = new JsonObject { ["step-up"] = new JsonObject { ["within"] = (int)StepUpWithin.TotalSeconds } }, ["roles"] = roles });
    }

    private void MakeDocuments()
    {
        (_hubs, _takenAway) = ([], []);
        foreach (var role in Roles)
        {
            string?[] features = [.. Enumerable.Range(0, Things).Select(_ => Pick<string?>([null, null, "timed", "targeted"]))];
            var (minute, person) = (_random.Next(0, 20), Pick(People));
            JsonObject Item(int n, JsonObject item)
            {
                item["id"] = item["id"]!.GetValue<string>() + n;
                if (features[n] is { } feature)
                    item["feature"] = feature;
                return item;
            }

            JsonArray Items(Func<int, JsonObject> make) => new([.. Enumerable.Range(0, Things).Select(n => (JsonNode)Item(n, make(n)))]);
            var permissions = new JsonObject();
            for (var n = 0; n < Things; n++)
            {
                var isLeft = _random.Next(6) > 0;
                permissions[Capability(n)] = isLeft;
                if (!isLeft)
                    _takenAway.Add($"{role}/{n}");
            }

            var hub = new JsonObject
            {
                ["schemaVersion"] = 2,
                ["metadata"] = new JsonObject { ["role"] = role, ["version"] = "1", ["displayName"] = $"Hub {_random.Next()}", ["theme"] = new JsonObject { ["primaryColor"] = "#2563eb", ["accentColor"] = "#0b875e" } },
                ["navigation"] = new JsonObject
                {
                    ["sidebarItems"] = Items(n => new() { ["id"] = "page", ["label"] = "L", ["path"] = $"/p{n}" }),
                    ["quickActions"] = Items(n => new() { ["id"] = "action", ["label"] = "L", ["action"] = $"act{n}" }),
                },
                ["dashboard"] = new JsonObject { ["widgets"] = Items(n => new() { ["id"] = "w", ["type"] = "t", ["endpoint"] = $"e{n}", ["area"] = new JsonObject { ["row"] = n + 1, ["column"] = 1, ["rows"] = 1, ["columns"] = 1 } }) },
                ["permissions"] = permissions,
                ["features"] = new JsonObject { ["timed"] = new JsonObject { ["enabled"] = true }, ["targeted"] = new JsonObject { ["enabled"] = true } },
                ["flags"] = new JsonObject
                {
                    ["timed"] = new JsonObject { ["partsPerMillion"] = 1_000_000, ["window"] = new JsonObject { ["from"] = Start.AddMinutes(minute).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null) } },
                    ["targeted"] = new JsonObject { ["rules"] = new JsonArray(new JsonObject { ["id"] = "one", ["subjects"] = new JsonArray(person), ["partsPerMillion"] = 1_000_000 }), ["partsPerMillion"] = 0 },
                },
                ["dataFetching"] = new JsonObject { ["endpoints"] = new JsonObject(Enumerable.Range(0, Things).Select(n => KeyValuePair.Create($"e{n}", (JsonNode?)$"/api/e{n}"))) },
            };
            _documents[role] = Utf8(hub);
            _hubs[role] = new() { ["x-timed"] = minute, ["x-targeted"] = person, ["x-feature"] = new JsonArray([.. features.Select(f => (JsonNode?)f)]) };
        }

        var thing = _random.Next(Things);
        _takenAway.Add($"acme/{thing}");
        _documents["acme"] = Utf8(new JsonObject { ["schemaVersion"] = 2, ["permissions"] = new JsonObject { [Capability(thing)] = false } });
    }

    private async Task GrantAsync()
    {
        var (person, thing, tenant) = (Pick(People), _random.Next(Things), Pick(Tenants));
        var kind = _random.Next(3);
        DateTimeOffset? until = _random.Next(2) == 0 ? Clock.GetUtcNow().AddSeconds(_random.Next(5, 90)) : null;
        var id = new PersonId(Issuer, person);
        var request = (kind switch
        {
            0 => GrantRequest.Role(id, Pick(Roles), "test"),
            1 => GrantRequest.Permit(id, Capability(thing), "test"),
            _ => GrantRequest.Deny(id, Capability(thing), "test"),
        }) with
        { Until = until };
        var root = await BindAsync(new("root", TenantId.Parse(tenant), ["root"]) { Issuer = Issuer });
        var outcome = await _services.GetRequiredService<IGrants>().GrantAsync(root, request, default);
        if (!outcome.IsDone)
            return;
        if (!_given.TryGetValue((person, tenant), out var given))
            _given[(person, tenant)] = given = [];
        given.Add(new(kind == 0 ? request.Name : null, kind == 0 ? -1 : thing, kind == 2, Clock.GetUtcNow(), until ?? DateTimeOffset.MaxValue));
    }

    private DateTimeOffset Minute() => Start.AddMinutes(_random.Next(0, 20));

    private int[] Some() => [.. Enumerable.Range(0, Things).Where(_ => _random.Next(2) == 0)];

    private T Pick<T>(T[] of) => of[_random.Next(of.Length)];

    private static byte[] Utf8(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString(JsonSerializerOptions.Web));

    private sealed record Given(string? Role, int Thing, bool IsDeny, DateTimeOffset From, DateTimeOffset Until);

    private sealed class Several(Func<IEnumerable<KeyValuePair<string, byte[]>>> documents) : HubSource
    {
        internal override bool IsNamed => true;

        internal override void Read(HubLayerKind kind, string? root, HubReading reading)
        {
            foreach (var (name, utf8) in documents())
                reading.Add(kind, name, $"{name}.json", utf8);
        }
    }
}
