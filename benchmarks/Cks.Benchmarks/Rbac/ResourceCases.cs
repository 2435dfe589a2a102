using System.Security.Claims;
using Cks.Core;
using Cks.Rbac;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Benchmarks;

/// <summary>A decision about an order with a condition of three clauses against a resource requirement by hand, and the fields of an order with 30 of them against sets of names by hand.</summary>
internal static class ResourceCases
{
    private static readonly CapabilityId Accept = CapabilityId.Of("orders:accept");
    private static readonly CapabilityId View = CapabilityId.Of("orders:view");

    public static IEnumerable<RatioCase> All(List<ServiceProvider> opened)
    {
        var services = new ServiceCollection();
        services.AddCksRbac().AddPolicy("orders.rbac.json", GeneratedPolicy.CreateOrders())
            .MapResource<BenchmarkOrder>("orders", m => m.Attribute("kind", o => o.Kind).Attribute("status", o => o.Status).Attribute("contractorCode", o => o.ContractorCode));
        var cks = services.BuildServiceProvider();
        opened.Add(cks);
        var peer = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IAuthorizationHandler, OrderRequirementHandler>()
            .AddAuthorizationCore(o => o.AddPolicy("accept", p => p.AddRequirements(new OrderRequirement())))
            .BuildServiceProvider();
        opened.Add(peer);
        return [Condition(cks.GetRequiredService<PolicyDecisionPoint>(), peer.GetRequiredService<IAuthorizationService>()), Fields(cks.GetRequiredService<PolicyDecisionPoint>())];
    }

    private static RatioCase Condition(PolicyDecisionPoint decisions, IAuthorizationService authorization)
    {
        var random = new Random(2);
        var inputs = Enumerable.Range(0, 2 * RatioCase.FewestInputs).Select(n =>
        {
            var code = $"CON-{n:000}";
            // Every other one is permitted; the others fail at one of the clauses.
            var fault = n % 2 == 0 ? -1 : random.Next(3);
            var order = new BenchmarkOrder(fault == 0 ? "product" : "service", fault == 1 ? "closed" : n % 4 < 2 ? "pending" : "late", fault == 2 ? "CON-other" : new string(code.AsSpan()));
            return (
                Subject: new Subject($"user-{n}", TenantId.Parse("main"), ["contractor"]) { Code = code },
                Principal: new ClaimsPrincipal(new ClaimsIdentity([new("sub", $"user-{n}"), new("code", code), new(ClaimTypes.Role, "contractor")], "session")),
                Order: order);
        });
        return RatioCase.Sync(
            "condition",
            inputs,
            i => decisions.CheckAsync(i.Subject, Accept, i.Order).Result.IsPermitted ? 1 : 0,
            i => authorization.AuthorizeAsync(i.Principal, i.Order, "accept").GetAwaiter().GetResult().Succeeded ? 1 : 0);
    }

    private static RatioCase Fields(PolicyDecisionPoint decisions)
    {
        var byRole = GeneratedPolicy.Roles.ToDictionary(r => r, r => GeneratedPolicy.FieldsOf(r).ToHashSet());
        FieldId[] ids = [.. GeneratedPolicy.Fields.Select(f => FieldId.Of("orders", f))];
        string[] names = [.. GeneratedPolicy.Fields.Select(f => new string(f.AsSpan()))];
        var inputs = Enumerable.Range(0, RatioCase.FewestInputs).Select(n =>
        {
            var role = GeneratedPolicy.Roles[n % GeneratedPolicy.Roles.Count];
            return (Subject: new Subject($"user-{n}", TenantId.Parse("main"), [role]), Role: role);
        });
        return RatioCase.Sync(
            "fields",
            inputs,
            i =>
            {
                var (shown, mask) = (0, decisions.Fields(i.Subject, View).Read);
                foreach (var id in ids)
                    shown += mask.Contains(id) ? 1 : 0;
                return shown;
            },
            i =>
            {
                var (shown, mask) = (0, byRole[i.Role]);
                foreach (var name in names)
                    shown += mask.Contains(name) ? 1 : 0;
                return shown;
            });
    }
}
