using Cks.Rbac;

namespace Cks.Samples.Portal.Grants;

/// <summary>A grant that is asked for.</summary>
/// <param name="Kind"><c>role</c>, <c>permit</c> or <c>deny</c>.</param>
/// <param name="Name">The role, or the capability.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">When it ends; left out: not by itself.</param>
/// <param name="When">The rows that it is about, as a policy writes them; left out: all.</param>
/// <param name="Read">Fields that it is about.</param>
internal sealed record NewGrantBody(string? Kind, string? Name, string? Reason, DateTimeOffset? Until = null, string? When = null, IReadOnlyList<string>? Read = null);

/// <summary>A grant as it is listed.</summary>
internal sealed record ListedGrant(string Id, GrantKind Kind, string Name, DateTimeOffset From, DateTimeOffset? Until, string Reason, bool IsSuspended)
{
    public static ListedGrant Of(Grant grant) => new(grant.Id, grant.Kind, grant.Name, grant.From, grant.Until, grant.Reason, grant.IsSuspended);
}
