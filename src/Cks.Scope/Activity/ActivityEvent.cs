using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Something that happened, before anybody hears of it.</summary>
/// <param name="Type">A type that the model declares, such as <c>order_accepted</c>.</param>
/// <param name="Actor">Who did it. Where somebody acts in their place, the row names them as well (<see cref="Subject.Actor"/>).</param>
/// <param name="TargetEntity">Entity of the row that it happened to.</param>
/// <param name="Target">Key of that row.</param>
/// <param name="Description">What the feed shows; frozen as it is written here, so it must suit everybody who may hear of it.</param>
public sealed record ActivityEvent(string Type, Subject Actor, string TargetEntity, string Target, string Description)
{
    /// <summary>The other rows that it is about: name of the id and code, such as <c>centerId</c> and <c>CEN-001</c>. <see langword="null"/> counts as absent.</summary>
    public IReadOnlyDictionary<string, string?> Ids { get; init; } = new Dictionary<string, string?>();
}
