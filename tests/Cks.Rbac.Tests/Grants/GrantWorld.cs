using System.Text;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Rbac.Tests.Grants;

/// <summary>An application with a policy and grants, as it is registered, and a clock that the test turns.</summary>
internal sealed class GrantWorld : IAsyncDisposable, ISecurityEventSink, ICapabilityCeiling
{
    public const string Issuer = "https://login.example";
    public static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly TenantId Main = TenantId.Parse("main");
    public static readonly TenantId Other = TenantId.Parse("other");

    /// <summary>A manager holds what they can give, a boss all; <c>lead</c> holds some of it on some rows.</summary>
    public const string Json = """
        {
          "version": 1,
          "resources": {
            "grants": { "actions": ["create", "revoke"] },
            "orders": {
              "actions": ["view", "accept", "cancel", "refund"],
              "fields": ["code", "status", "price"],
              "attributes": { "status": ["open", "late", "closed"], "creator": "text", "total": "number" },
              "relations": ["subordinate"]
            }
          },
          "obligations": { "step-up": { "within": 300 } },
          "duties": [{ "id": "cycle", "roles": ["crew", "auditor"] }],
          "roles": {
            "granter": { "permit": [{ "id": "g", "actions": ["grants:*"] }] },
            "boss": {
              "inherits": ["granter"], "assigns": ["manager", "lead", "crew", "auditor", "trainee", "closer", "keeper", "seasonal", "careful"],
              "permit": [{ "id": "b", "actions": ["orders:*"], "fields": { "read": ["*"], "write": ["*"] } }]
            },
            "manager": {
              "inherits": ["granter"], "assigns": ["crew", "auditor", "trainee", "closer", "boss", "seasonal", "careful"],
              "permit": [{ "id": "m", "actions": ["orders:view", "orders:accept"], "fields": { "read": ["code", "status"], "write": ["status"] } }],
              "deny": [{ "id": "m-closed", "actions": ["orders:accept"], "when": { "status": "closed" } }]
            },
            "lead": { "inherits": ["granter"], "assigns": ["crew"], "permit": [{ "id": "l", "actions": ["orders:view"], "when": { "status": ["open", "late"], "total": { "lt": 100 } }, "fields": { "read": ["code"] } }] },
            "crew": { "permit": [{ "id": "c", "actions": ["orders:view"], "when": { "creator": "$code" }, "fields": { "read": ["code"] } }] },
            "auditor": { "permit": [{ "id": "a", "actions": ["orders:view"], "fields": { "read": ["code", "status"] } }] },
            "trainee": { "inherits": ["crew"], "permit": [{ "id": "t", "actions": ["orders:refund"] }], "deny": [{ "id": "t-no", "actions": ["orders:refund", "orders:cancel"] }] },
            "closer": { "permit": [{ "id": "cl", "actions": ["orders:accept"] }] },
            "keeper": { "permit": [{ "id": "k", "actions": ["orders:view"], "fields": { "read": ["code"] } }, { "id": "k-glass", "actions": ["orders:cancel"], "breakGlass": true, "fields": { "read": ["price"] } }] },
            "seasonal": { "permit": [{ "id": "s", "actions": ["orders:refund"], "until": "2026-12-01T12:30:00Z" }] },
            "careful": { "permit": [{ "id": "cf", "actions": ["orders:view"], "obligations": ["step-up"] }] },
            "proved": { "inherits": ["granter"], "assigns": ["careful", "auditor"], "permit": [{ "id": "pr", "actions": ["orders:view"], "obligations": ["step-up"], "fields": { "read": ["code", "status"] } }] }
          }
        }
        """;

    private readonly ServiceProvider _services;

    public GrantWorld(params Grant[] grants)
        : this(new InMemoryGrantLedger(grants))
    {
    }

    public GrantWorld(IGrantLedger ledger, string json = Json, IChangeBus? bus = null, Action<CksRbacBuilder>? configure = null)
    {
        Clock = new(Noon);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<ISecurityEventSink>(this);
        services.AddSingleton<ICapabilityCeiling>(this);
        services.AddSingleton(s => new SecurityEvents(s.GetServices<ISecurityEventSink>()));
        if (bus is not null)
            services.AddSingleton(bus);
        var builder = services.AddCksRbac().AddPolicy("test.rbac.json", Encoding.UTF8.GetBytes(json)).UseGrants(_ => ledger)
            .MapResource<Order>("orders", m => m.Attribute("status", o => o.Status).Attribute("creator", o => o.Creator).Attribute("total", o => o.Total));
        configure?.Invoke(builder);
        _services = services.BuildServiceProvider();
        Ledger = ledger;
        Desk = _services.GetRequiredService<IGrants>();
        Binder = _services.GetRequiredService<ISubjectBinder>();
        Decisions = _services.GetRequiredService<IPolicyDecisionPoint>();
        Planner = _services.GetRequiredService<IPolicyPlanner>();
    }

    public FakeTimeProvider Clock { get; }

    public IGrantLedger Ledger { get; }

    public IGrants Desk { get; }

    public ISubjectBinder Binder { get; }

    public IPolicyDecisionPoint Decisions { get; }

    public IPolicyPlanner Planner { get; }

    public IServiceProvider Services => _services;

    public List<SecurityEvent> Events { get; } = [];

    /// <summary>What the ceiling refuses to everybody.</summary>
    public HashSet<string> Narrowed { get; } = [];

    /// <summary>What it refuses to whoever has a role: role, a space and the capability.</summary>
    public HashSet<string> NarrowedOfRole { get; } = [];

    public long Version => Narrowed.Count + NarrowedOfRole.Count;

    public bool Permits(DecisionContext context, CapabilityId capability) => !Narrowed.Contains(capability.Name) && !context.Roles.Any(r => NarrowedOfRole.Contains($"{r} {capability}"));

    public void Report(SecurityEvent securityEvent) => Events.Add(securityEvent);

    public static PersonId Person(string id) => new(Issuer, id);

    public static Subject Of(string id, params string[] roles) => new(id, Main, roles) { Issuer = Issuer, Code = id.ToUpperInvariant() };

    public static Grant Role(string id, string person, string role) => new(id, GrantKind.Role, Issuer, person, Main, role);

    public async Task<GrantOutcome> GrantAsync(Subject by, GrantRequest request) => await Desk.GrantAsync(by, request, TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<Grant>> HeldAsync(string person) => await Ledger.OfAsync(Issuer, person, Main, TestContext.Current.CancellationToken);

    public async Task<List<GrantRecord>> HistoryAsync() => await Ledger.HistoryAsync(Main, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    public async Task<Subject> BindAsync(Subject subject) => await Binder.BindAsync(subject, TestContext.Current.CancellationToken);

    public async Task<DecisionReason> MayAsync(Subject subject, string capability) => Decisions.Check(await BindAsync(subject), CapabilityId.Of(capability)).Reason;

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

/// <summary>A row of the application.</summary>
internal sealed record Order(string? Status, string? Creator, decimal? Total);
