using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages;

/// <summary>What a page of the hub shows beside the navigation.</summary>
internal interface IPageContent
{
    /// <summary>Path of the page, as hub documents name it.</summary>
    string Path { get; }

    /// <summary>The quick actions that it has forms for.</summary>
    IReadOnlyList<string> Starts => [];

    /// <summary>Writes it; <see langword="null"/> when there is no such page for whoever asks.</summary>
    Task<RenderFragment?> WriteAsync(PageRequest page, CancellationToken cancellationToken);
}
