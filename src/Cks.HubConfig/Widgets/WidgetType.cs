using System.Diagnostics.CodeAnalysis;

namespace Cks.HubConfig;

/// <summary>
/// A kind of widget that the application provides: what its options are, what it needs and what draws it. Documents choose among the types and add to none (S22): nothing of this can be written in a document.
/// </summary>
/// <param name="Name">Name that documents write as <c>type</c>, such as <c>stats-card</c>.</param>
/// <param name="Version"><c>major.minor.patch</c>, against which <c>compatible</c> of a document is held.</param>
public sealed record WidgetType(string Name, string Version)
{
    /// <summary>
    /// JSON Schema (2020-12) of the options, 256 KiB at most: an object, closed by <c>additionalProperties</c> or <c>unevaluatedProperties</c>, so that no option is taken that it does not name.
    /// Only what it marks with <c>"x-hub-visibility": "client"</c> goes to the browser; the mark of an object or list is that of all within. A reference to a secret never goes there.
    /// A mark holds along <c>properties</c>, <c>additionalProperties</c>, <c>allOf</c> and <c>$ref</c> within the schema; one that stands elsewhere, or is misspelt, is a mistake.
    /// </summary>
    /// <value>Default: <see langword="null"/>: the type has no options.</value>
    public string? Options { get; init; }

    /// <summary>Capabilities that somebody needs to see such a widget, beside what its data source and the document ask.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Paths of the data sources that it may read, with <c>*</c> for one whole segment: <c>/api/*/stats</c>. A widget of a type that has some names an endpoint with such a path.</summary>
    /// <value>Default: none: the type reads no data, and its widgets name no endpoint.</value>
    public IReadOnlyList<string> DataSources { get; init; } = [];

    /// <summary>Key by which a page finds what draws it.</summary>
    /// <value>Default: the name of the type.</value>
    public string Renderer { get => field ?? Name; init; }

    /// <summary>Data as its data source might answer it, JSON of at most 64 KiB, for who builds a hub.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    [StringSyntax(StringSyntaxAttribute.Json)]
    public string? Preview { get; init; }

    /// <summary>The plugin that it comes with. Documents that name it as well may be without it: then the fallback stands in place of such a widget.</summary>
    /// <value>Default: <see langword="null"/>: it is the application's own, which documents rest on.</value>
    public string? Plugin { get; init; }

    /// <summary>Whether other widgets may stand in it.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool IsContainer { get; init; }

    /// <summary>
    /// How options written for older versions become those of this one, the oldest first and each from where the one before it ends. A widget whose <c>compatible</c> leaves this version out, and begins at a version that
    /// they lead from, is shown with what they make of its options; the document stays what it is.
    /// </summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<WidgetMigration> Migrations { get; init; } = [];
}
