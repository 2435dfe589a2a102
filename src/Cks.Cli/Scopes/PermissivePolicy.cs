using Cks.Core;
using Cks.Rbac;
using Cks.Scope;

namespace Cks.Cli;

/// <summary>The policy under which a role sees every row of its strategy and every field: for what depends on the model alone.</summary>
internal static class PermissivePolicy
{
    public static LoadResult<Policy> Of(ScopeModel model)
    {
        var builder = new PolicyBuilder();
        foreach (var resource in model.Entities.GroupBy(e => e.View.Resource))
            builder.Resource(resource.Key, r => r.Actions([.. resource.Select(e => ActionOf(e.View)).Distinct()]).Fields([.. resource.SelectMany(e => e.Fields).Select(f => f.Name).Distinct()]));
        foreach (var strategy in model.Strategies)
            builder.Role(strategy.Role, role =>
            {
                foreach (var view in model.Entities.GroupBy(e => e.View))
                    role.Permit($"{strategy.Role}-{view.Key.Resource}-{ActionOf(view.Key)}", [view.Key.Name], rule => rule.Read([.. view.SelectMany(e => e.Fields).Select(f => f.Name).Distinct()]));
            });
        return PolicyReader.Read("policy", builder.ToUtf8());
    }

    private static string ActionOf(CapabilityId capability) => capability.Name[(capability.Resource.Length + 1)..];
}
