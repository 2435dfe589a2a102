using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Reports;

/// <summary>The body of a new report or feedback.</summary>
internal sealed record NewReport
{
    private const int LongestTitle = 200;
    private const int LongestBody = 5_000;

    /// <summary><c>report</c> or <c>feedback</c>.</summary>
    public string? Kind { get; init; }

    /// <summary><c>order</c>, <c>service</c>, <c>procedure</c> or <c>other</c>.</summary>
    public string? Category { get; init; }

    /// <summary>The order that it is about; of category <c>order</c> only.</summary>
    public string? Order { get; init; }

    /// <summary>The service that it is about; of category <c>service</c> only.</summary>
    public string? Service { get; init; }

    public string? Title { get; init; }

    public string? Body { get; init; }

    /// <summary><c>LOW</c>, <c>MEDIUM</c> or <c>HIGH</c>.</summary>
    public string? Priority { get; init; }

    /// <summary>1 to 5; of feedback only.</summary>
    public long? Rating { get; init; }

    /// <summary>What is wrong with it, as far as no row need be looked at.</summary>
    public Refusal? Check() => this switch
    {
        { Category: not ("order" or "service" or "procedure" or "other") } => Refusal.Invalid("unknown_category", "The category is order, service, procedure or other."),
        { Category: not "order", Order: not null } or { Category: not "service", Service: not null } =>
            Refusal.Invalid("unexpected_reference", "Name an order in category order only, and a service in category service only."),
        _ when string.IsNullOrWhiteSpace(Title) => Refusal.Invalid("title_required", "Give it a title."),
        { Title.Length: > LongestTitle } or { Body.Length: > LongestBody } => Refusal.Invalid("too_long", $"A title has {LongestTitle} characters at most, a body {LongestBody}."),
        { Priority: not (null or "LOW" or "MEDIUM" or "HIGH") } => Refusal.Invalid("unknown_priority", "The priority is LOW, MEDIUM or HIGH."),
        { Rating: < 1 or > 5 } or { Rating: not null, Kind: not "feedback" } => Refusal.Invalid("bad_rating", "Feedback is rated from 1 to 5, and nothing else is."),
        _ => null,
    };
}
