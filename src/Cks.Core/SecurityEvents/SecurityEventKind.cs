namespace Cks.Core;

/// <summary>What kind of thing happened. All kinds stand in <see cref="SecurityEventKinds"/>, so that they can be a tag of a metric.</summary>
public sealed record SecurityEventKind
{
    internal SecurityEventKind(string id, SecurityEventSeverity severity) => (Id, Severity) = (id, severity);

    /// <summary>Stable id, such as <c>snapshot.refused</c>.</summary>
    public string Id { get; }

    /// <summary>How soon somebody should look.</summary>
    public SecurityEventSeverity Severity { get; }

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
