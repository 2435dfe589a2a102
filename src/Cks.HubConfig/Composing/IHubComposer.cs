using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>Makes the hub that one subject may see.</summary>
public interface IHubComposer
{
    /// <summary>
    /// The view of the first of the subject's roles that has a hub document, cut down to what the policy permits; <see langword="null"/> when no role has one.
    /// The tenant is the subject's. All decisions come from the one policy that the subject is bound to. The same view is given again until <see cref="HubView.Until"/>, for as long as the subject's
    /// <see cref="DecisionContext"/>, permissions and documents are the very same; that takes nothing from the heap.
    /// </summary>
    ValueTask<HubView?> ComposeAsync(Subject subject, CancellationToken cancellationToken = default);
}
