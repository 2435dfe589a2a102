using Cks.Core;

namespace Cks.Rbac;

/// <summary>Permits and denies that were granted, as rules of a policy.</summary>
internal static class GrantedRules
{
    /// <summary>The rule that a grant is under this policy; <see langword="null"/> when it permits nothing there.</summary>
    public static PolicyRule? Of(Grant grant, Policy policy)
    {
        var isDeny = grant.Kind == GrantKind.Deny;
        if (!policy.TryFind(grant.Name, out var capability))
            return null;
        var resource = policy.FindResource(capability.Resource)!;
        // Lists without a field hide nothing: such a deny denies the capability.
        var hidesFields = isDeny && (grant.Read is { Count: > 0 } || grant.Write is { Count: > 0 });
        var when = grant.When is null ? null : ConditionOf(grant, resource);
        if (grant.When is not null && when is null)
        {
            if (!isDeny)
                return null;
            hidesFields = false;
        }

        FieldSet Set(IReadOnlyList<string>? names) => FieldSet.Of(resource.Name, (names ?? []).Intersect(resource.Fields, StringComparer.Ordinal));
        var (read, write) = (Set(grant.Read), Set(grant.Write));
        return new()
        {
            Id = $"grant:{grant.Id}",
            IsDeny = isDeny,
            Capabilities = [capability],
            Fields = isDeny ? FieldMask.None : new(read, write, read, read),
            Hidden = isDeny ? new(read, write, read, read) : default,
            HidesFields = hidesFields,
            When = when,
            From = grant.From,
            Until = grant.Until,
        };
    }

    private static Condition? ConditionOf(Grant grant, PolicyResource resource)
    {
        var findings = new DiagnosticBag();
        var root = SourceDocument.Read($"grant:{grant.Id}", System.Text.Encoding.UTF8.GetBytes(grant.When!), SourceDocumentOptions.ForFiles, findings);
        return root is null ? null : new ConditionReader(resource.Vocabulary, findings).Read(root);
    }
}
