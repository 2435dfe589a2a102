using Cks.Rbac;

namespace Cks.Samples.Portal.Services;

/// <summary>What can be done with a service, and where that takes it. Who may do it, and in which status, stands in the policy and nowhere else.</summary>
/// <param name="Name">Last segment of the path and action of the capability.</param>
/// <param name="Activity">What the feed calls it.</param>
/// <param name="Done">What the feed says of the service.</param>
/// <param name="Next">The status that follows; <see langword="null"/> is the same.</param>
internal sealed record ServiceAction(string Name, string Activity, string Done, string? Next)
{
    public static ServiceAction Start { get; } = new("start", "service_started", "started", "active");

    public static ServiceAction Complete { get; } = new("complete", "service_completed", "completed", "completed");

    public static ServiceAction Notes { get; } = new("notes", "service_notes_updated", "has new notes", null);

    public static IReadOnlyList<ServiceAction> All { get; } =
        [Start, Complete, new("verify", "service_verified", "verified", "verified"), new("cancel", "service_cancelled", "cancelled", "cancelled"), Notes];

    public CapabilityId Capability { get; } = CapabilityId.Of($"services:{Name}");
}
