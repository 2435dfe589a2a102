namespace Cks.HubConfig;

/// <summary>A button that starts something.</summary>
/// <param name="Id">Name, unique among the quick actions.</param>
/// <param name="Label">What the button says; plain text.</param>
/// <param name="Icon">Name of an icon; <see langword="null"/> for none.</param>
/// <param name="Action">What it starts; a target that the application provides.</param>
public sealed record HubQuickAction(string Id, string Label, string? Icon, string Action)
{
    /// <summary>When it is shown, besides what its target needs.</summary>
    public HubCondition Condition { get; init; }
}
