namespace Cks.Scope;

/// <summary>One item of a feed, as its viewer may see it.</summary>
/// <param name="Id">Id of the event.</param>
/// <param name="Type">Such as <c>order_accepted</c>.</param>
/// <param name="Category">How it is shown: <c>action</c>, <c>success</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Description">What happened, in words for this viewer.</param>
/// <param name="Actor">Code of who did it; <see langword="null"/> where the viewer does not see them.</param>
/// <param name="ActorRole">Role of who did it.</param>
/// <param name="Target">Key of the row that it happened to; <see langword="null"/> where the viewer may not know rows of that kind.</param>
/// <param name="TargetType">Entity of that row.</param>
/// <param name="CreatedAt">When, in UTC.</param>
public sealed record ActivityItem(string Id, string Type, string Category, string Description, string? Actor, string ActorRole, string? Target, string TargetType, DateTimeOffset CreatedAt);
