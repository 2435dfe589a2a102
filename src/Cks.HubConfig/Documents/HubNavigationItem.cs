namespace Cks.HubConfig;

/// <summary>A link to a page of the application.</summary>
/// <param name="Id">Name, unique among the sidebar items.</param>
/// <param name="Label">What the link says; plain text.</param>
/// <param name="Icon">Name of an icon; <see langword="null"/> for none.</param>
/// <param name="Path">The page; a target that the application provides.</param>
public sealed record HubNavigationItem(string Id, string Label, string? Icon, HubPath Path)
{
    /// <summary>When it is shown, besides what its target needs.</summary>
    public HubCondition Condition { get; init; }
}
