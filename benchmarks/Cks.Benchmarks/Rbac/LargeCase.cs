using System.Collections.Frozen;
using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Benchmarks;

/// <summary>
/// 100,000 users, each granted one of 10,000 roles, each of which may read one of 1,000 resources: 110,000 rules, as in Casbin's large benchmark. User and capability come as texts, drawn at random from all,
/// so that little of what is touched is in the processor's caches. The other side is a frozen dictionary from user to role and one from role to resource, and nothing else.
/// </summary>
internal static class LargeCase
{
    private const int Users = 100_000;
    private const int Roles = 10_000;
    private const int Resources = 1_000;
    private const int Inputs = 65_536;

    public static async Task<RatioCase> CreateAsync(List<ServiceProvider> opened, CancellationToken cancellationToken)
    {
        var tenant = TenantId.Parse("main");
        var services = new ServiceCollection();
        services.AddCksRbac().AddPolicy("large.rbac.json", GeneratedPolicy.CreateLarge(Roles, Resources));
        services.AddSingleton<IGrantStore, OneRoleEach>();
        services.Configure<CksRbacOptions>(o => o.RememberedSubjects = 262_144);
        var cks = services.BuildServiceProvider();
        opened.Add(cks);
        var (decisions, binder, policy) = (cks.GetRequiredService<PolicyDecisionPoint>(), cks.GetRequiredService<ISubjectBinder>(), cks.GetRequiredService<SnapshotStore<Policy>>().Current.Value);
        for (var n = 0; n < Users; n++)
            await binder.BindAsync(new($"user{n}", tenant, []), cancellationToken);
        var roleOf = Enumerable.Range(0, Users).ToFrozenDictionary(n => $"user{n}", n => $"group{n % Roles}");
        var resourceOf = Enumerable.Range(0, Roles).ToFrozenDictionary(n => $"group{n}", n => $"data{n % Resources}:read");
        var random = new Random(3);
        var inputs = Enumerable.Range(0, Inputs).Select(n =>
        {
            var user = random.Next(Users);
            return (User: $"user{user}", Capability: $"data{(n % 2 == 0 ? user % Resources : random.Next(Resources))}:read");
        });
        return RatioCase.Sync(
            "large",
            inputs,
            i =>
            {
                var subject = binder.BindAsync(new(i.User, tenant, []));
                return subject.IsCompletedSuccessfully && policy.TryFind(i.Capability, out var capability) && decisions.Check(subject.Result, capability).IsPermitted ? 1 : 0;
            },
            i => resourceOf[roleOf[i.User]] == i.Capability ? 1 : 0);
    }

    private sealed class OneRoleEach : IGrantStore
    {
        public ValueTask<IReadOnlyList<Grant>> OfAsync(string issuer, string subjectId, TenantId tenant, CancellationToken cancellationToken = default) =>
            new([new Grant(subjectId, GrantKind.Role, issuer, subjectId, tenant, $"group{int.Parse(subjectId.AsSpan(4)) % Roles}")]);
    }
}
