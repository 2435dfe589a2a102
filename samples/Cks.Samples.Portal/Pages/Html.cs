using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages;

/// <summary>Markup. Whatever is put into <see cref="Of"/> is encoded unless it is markup itself, so that forgetting to encode is not possible.</summary>
internal readonly record struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    /// <summary>Whether there is none.</summary>
    public bool IsNone => string.IsNullOrEmpty(_markup);

    /// <summary>The text of the program as it stands, and values encoded.</summary>
    public static Html Of(HtmlHandler markup) => new(markup.ToString());

    /// <summary>Markup that was encoded where it was made.</summary>
    public static Html Made(string markup) => new(markup);

    /// <summary>As a part of a component.</summary>
    public static implicit operator RenderFragment(Html html) => builder => builder.AddMarkupContent(0, html.ToString());

    public override string ToString() => _markup ?? "";
}
