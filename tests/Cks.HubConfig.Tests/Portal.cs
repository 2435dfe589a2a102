using System.Text;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig.Tests;

/// <summary>A portal around the seed's contractor document, which lies beside the tests as the seed prints it: documents, targets, capabilities, policy.</summary>
internal static class Portal
{
    public static readonly IReadOnlyDictionary<string, string> PageCapabilities = new Dictionary<string, string>
    {
        ["/"] = HubTargets.NoCapability,
        ["/jobs"] = "jobs:view",
        ["/crews"] = "crews:view",
        ["/contractors"] = "contractors:view",
        ["/customers"] = "customers:view",
        ["/centers"] = "centers:view",
        ["/services"] = "services:view",
    };

    public static readonly IReadOnlyDictionary<string, string> DataSourceCapabilities = new Dictionary<string, string>
    {
        ["/api/scope"] = "scope:view",
        ["/api/contractor/stats"] = "stats:view",
        ["/api/contractor/activity"] = "activity:view",
        ["/api/contractor/profile"] = "profile:view",
        ["/api/contractor/dashboard"] = HubTargets.NoCapability,
        ["/api/contractor/jobs"] = "jobs:view",
    };

    public static readonly IReadOnlyDictionary<string, string> ActionCapabilities = new Dictionary<string, string> { ["createJob"] = "jobs:create" };

    public static readonly IReadOnlyDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["canCreateJobs"] = "jobs:create",
        ["canManageCrews"] = "crews:manage",
        ["canViewFinancials"] = "financials:view",
        ["canEditProfile"] = "profile:edit",
    };

    public static readonly string[] Capabilities =
        ["activity:view", "centers:view", "contractors:view", "crews:manage", "crews:view", "customers:view", "financials:view", "jobs:create", "jobs:view", "profile:edit", "profile:view", "scope:view", "services:view", "stats:view"];

    public static readonly string[] Roles = ["center", "contractor", "crew", "customer", "manager"];

    public static string Folder { get; } = Path.Combine(Repository(), "tests", "Cks.HubConfig.Tests", "Hubs");

    public static byte[] Contractor { get; } = File.ReadAllBytes(Path.Combine(Folder, "contractor.v1.json"));

    public static HubTargets AddTargets(HubTargets targets)
    {
        foreach (var (path, capability) in PageCapabilities)
            targets = targets.AddPage(path, capability);
        foreach (var (path, capability) in DataSourceCapabilities)
            targets = targets.AddDataSource(path, capability);
        foreach (var (name, capability) in ActionCapabilities)
            targets = targets.AddAction(name, capability);
        return targets.AddClientSettings("messaging", "provider").AddClientSettings("bulkOperations", "maxBatchSize").AddClientSettings("notifications", "channels");
    }

    public static HubTargets Targets { get; } = AddTargets(HubTargets.Empty);

    /// <summary>A policy in which every role is permitted and denied the given capabilities.</summary>
    public static byte[] PolicyText(IEnumerable<string> permit, IEnumerable<string> deny)
    {
        static string List(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"\"{n}\""));
        static string Rules(IEnumerable<string> names) => names.Any() ? $"[{{ \"actions\": [{List(names)}] }}]" : "[]";
        var resources = Capabilities.GroupBy(c => c.Split(':')[0], c => c.Split(':')[1]).Select(g => $"\"{g.Key}\": {{ \"actions\": [{List(g)}] }}");
        var roles = Roles.Select(r => $"\"{r}\": {{ \"permit\": {Rules(permit)}, \"deny\": {Rules(deny)} }}");
        return Encoding.UTF8.GetBytes($$"""
            {
              "version": 1,
              "resources": { {{string.Join(", ", resources)}} },
              "aliases": { {{string.Join(", ", Aliases.Select(a => $"\"{a.Key}\": \"{a.Value}\""))}} },
              "roles": { {{string.Join(", ", roles)}} }
            }
            """);
    }

    public static SnapshotStore<Policy> Policies(IEnumerable<string> permit, IEnumerable<string>? deny = null)
    {
        var store = new SnapshotStore<Policy>();
        Activate(store, permit, deny ?? []);
        return store;
    }

    public static void Activate(SnapshotStore<Policy> store, IEnumerable<string> permit, IEnumerable<string> deny)
    {
        var text = PolicyText(permit, deny);
        var result = PolicyReader.Read("test.rbac.json", text);
        result.GetOrThrow();
        store.TryActivate(result, text, out _);
    }

    public static Policy Policy { get; } = Policies(Capabilities).Current.Value;

    public static HubCatalog Catalog(string folder) => new(new() { Roles = [new HubFolder(Path.Combine(folder, "{role}.v1.json"))] }, null, Targets, Policies(Capabilities), null);

    public static Subject Subject(params string[] roles) => new("u1", TenantId.Parse("main"), roles);

    public static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CksCore.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder;
    }
}
