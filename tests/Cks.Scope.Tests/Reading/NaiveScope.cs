using Cks.Core;
using Cks.Rbac;

namespace Cks.Scope.Tests.Reading;

/// <summary>What each viewer of a <see cref="Graph"/> sees, written straight from the meaning of the rules.</summary>
internal static class NaiveScope
{
    public static readonly string[] Viewers = ["managers", "centers", "crew", "admins"];
    public static readonly string[] Entities = ["manager", "customer", "center", "crew", "service", "order", "report", "admin"];

    /// <summary>The keys of each entity that the viewer sees in whatever way.</summary>
    public static Dictionary<string, string[]> Seen(Graph graph, Node viewer)
    {
        var seen = Entities.ToDictionary(e => e, _ => new HashSet<string>(StringComparer.Ordinal));
        seen[RoleOf(viewer)].Add(viewer.Id);
        if (viewer.Table == "admins")
        {
            seen["customer"].UnionWith(graph.Everything(viewer, "customers").Select(n => n.Id));
            seen["center"].UnionWith(graph.Everything(viewer, "centers").Select(n => n.Id));
            seen["order"].UnionWith(graph.EveryOrder(viewer).Select(o => o.Id));
        }
        else
        {
            foreach (var (name, keys) in Expected(graph, viewer).Concat(Lists(graph, viewer)))
                seen[name == "crew" ? "crew" : name[..^1]].UnionWith(keys);
            if (viewer.Table != "managers" && graph.Above(viewer) is { } above)
                seen[RoleOf(above)].Add(above.Id);
        }

        return seen.ToDictionary(s => s.Key, s => s.Value.Order(StringComparer.Ordinal).ToArray());
    }

    public static Dictionary<string, string[]> Lists(Graph graph, Node viewer) => viewer.Table switch
    {
        "admins" => new() { ["customer"] = Keys(graph.Everything(viewer, "customers")), ["center"] = Keys(graph.Everything(viewer, "centers")), ["order"] = [.. graph.EveryOrder(viewer).Select(o => o.Id)] },
        "centers" => new() { ["orders"] = [.. graph.OrderList(viewer).Select(o => o.Id)], ["reports"] = [.. graph.ReportList(viewer).Select(r => r.Id)] },
        _ => new() { ["orders"] = [.. graph.OrderList(viewer).Select(o => o.Id)] },
    };

    public static Dictionary<string, string[]> Expected(Graph graph, Node viewer) => viewer.Table switch
    {
        "managers" => new[] { "customers", "centers", "crew", "services" }.ToDictionary(t => t, t => Keys(graph.Below(viewer, t))),
        "centers" => new() { ["crew"] = Keys(graph.Below(viewer, "crew")), ["services"] = Keys(graph.Below(viewer, "services")), ["orders"] = [.. graph.OrderList(viewer).Where(Graph.IsOpen).Select(o => o.Id)] },
        _ => new() { ["services"] = Keys(graph.Staffed(viewer)) },
    };

    /// <summary>All keys of an entity, of both tenants and classes.</summary>
    public static string[] CodesOf(Graph graph, string entity) => entity switch
    {
        "order" => [.. graph.Orders.Select(o => o.Id)],
        "report" => [.. graph.Reports.Select(r => r.Id)],
        "crew" => [.. graph.Of("crew").Select(n => n.Id)],
        _ => [.. graph.Of(entity + "s").Select(n => n.Id)],
    };

    public static string[] Keys(IEnumerable<Node> nodes) => [.. nodes.Select(n => n.Id).Order(StringComparer.Ordinal)];

    public static Subject SubjectOf(Node node) => new("u", TenantId.Parse(node.Tenant), [RoleOf(node)]) { Code = node.Id, IsTest = node.Test };

    public static string RoleOf(Node node) => node.Table == "crew" ? "crew" : node.Table[..^1];
}
