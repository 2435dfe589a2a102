using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>Makes the hub that one subject may see.</summary>
public interface IHubComposer
{
    /// <summary>
    /// The view of the first of the subject's roles that has a hub document, cut down to what the policy permits; <see langword="null"/> when no role has one.
    /// The tenant is the subject's. All decisions come from the one policy that the subject is bound to.
    /// </summary>
    ValueTask<HubView?> ComposeAsync(Subject subject, CancellationToken cancellationToken = default);
}
