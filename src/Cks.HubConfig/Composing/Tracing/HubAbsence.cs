using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>One reason why a part of a hub is missing in a view, or why the fallback stands in its place.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Name">What is meant: a target, a capability or alias as it is written, a feature, an endpoint, a widget around it, a variant.</param>
internal sealed record HubAbsence(HubAbsenceReason Reason, string Name)
{
    /// <summary>What the policy was asked for.</summary>
    public CapabilityId Capability { get; init; }

    /// <summary>What it answered.</summary>
    public Decision Decision { get; init; }

    /// <summary>Why a feature or flag is off.</summary>
    public FlagAnswer Flag { get; init; }

    /// <summary>Why somebody takes no part in an experiment.</summary>
    public AssignmentReason Assignment { get; init; }

    /// <summary>Why the fallback stands there.</summary>
    public WidgetFault? Fault { get; init; }
}
