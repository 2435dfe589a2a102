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

    /// <summary>
    /// The same view, for code that shows it to nobody and only looks something up in it, such as an endpoint that data of the hub comes from: no exposure of an experiment (<see cref="IExposureSink"/>).
    /// </summary>
    ValueTask<HubView?> PeekAsync(Subject subject, CancellationToken cancellationToken = default) => ComposeAsync(subject, cancellationToken);
}
