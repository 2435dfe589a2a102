using Microsoft.AspNetCore.Components;

namespace Cks.HubConfig.Razor;

/// <summary>One of <see cref="HubTabs"/>.</summary>
/// <param name="Id">Name on the page, unique there, without spaces.</param>
/// <param name="Label">What it is called; plain text.</param>
/// <param name="Content">What it shows.</param>
public sealed record HubTab(string Id, string Label, RenderFragment Content);
