using System.Collections.Frozen;

namespace Cks.Samples.Portal.Pages;

/// <summary>What became of a form. The address carries a code and the page says the sentence: no text of an address is ever shown.</summary>
internal static class Messages
{
    /// <summary>Parameter with the code of what was done.</summary>
    public const string Done = "done";

    /// <summary>Parameter with the reason of a refusal.</summary>
    public const string Refused = "refused";

    private const string NotPermitted = "This is not permitted.";

    /// <summary>By what was done.</summary>
    private static readonly FrozenDictionary<string, string> Successes = new Dictionary<string, string>
    {
        ["order-created"] = "The order was created.",
        ["order-accept"] = "The order was accepted.",
        ["order-reject"] = "The order was rejected.",
        ["order-cancel"] = "The order was cancelled.",
        ["order-start-delivery"] = "The delivery has started.",
        ["order-deliver"] = "The order was delivered.",
        ["order-request-crew"] = "The crew member was asked.",
        ["service-start"] = "The service has started.",
        ["service-complete"] = "The service is completed.",
        ["service-verify"] = "The service is verified.",
        ["service-cancel"] = "The service was cancelled.",
        ["service-notes"] = "The notes were saved.",
        ["report-created"] = "It was sent.",
        ["report-acknowledge"] = "You acknowledged it.",
        ["report-resolve"] = "It is resolved.",
        ["activity-dismissed"] = "It was dismissed.",
        ["activity-all-dismissed"] = "Everything was dismissed.",
        ["assigned"] = "It was assigned.",
        ["unassigned"] = "It is unassigned now.",
        ["archived"] = "It was archived.",
        ["restored"] = "It was restored.",
        ["deleted"] = "It was deleted for good.",
        ["unchanged"] = "It was so already.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>By the reason of a refusal.</summary>
    private static readonly FrozenDictionary<string, string> Refusals = new Dictionary<string, string>
    {
        ["outside_scope"] = "There is nothing of that code that you can see.",
        ["changed"] = "It changed in the meantime. Look at it again.",
        ["reason_required"] = "Say why, in 1000 characters at most.",
        ["unknown_crew"] = "Name somebody of the crew whom you see.",
        ["unknown_type"] = "An order is for products or for a service.",
        ["unknown_center"] = "Choose a center that you see.",
        ["unknown_product"] = "Choose products of the catalogue.",
        ["unknown_service"] = "Choose a service of the catalogue.",
        ["no_items"] = "Choose at least one product.",
        ["bad_quantity"] = "A quantity is a whole number from 1 to 1000000.",
        ["too_long"] = "One of the texts is too long.",
        ["no_warehouse"] = "There is no warehouse that could do this here.",
        ["service_archived"] = "The service of this order is archived: nobody can work on it.",
        ["nobody_to_accept"] = "The center is not assigned to anybody who could accept this.",
        ["unknown_kind"] = "Choose a report or feedback.",
        ["unknown_category"] = "Choose what it is about.",
        ["unexpected_reference"] = "It can be about one order or one service only.",
        ["unknown_reference"] = "Choose an order or a service that you see.",
        ["title_required"] = "Give it a title.",
        ["unknown_priority"] = "The priority is low, medium or high.",
        ["bad_rating"] = "Feedback is rated from 1 to 5.",
        ["bad_date"] = "The date is not a date.",
        ["notes_required"] = "The notes have 4000 characters at most.",
        ["bad_reason"] = "A reason has 1000 characters at most.",
        ["confirm_required"] = "It cannot be undone: confirm that you want it.",
        ["not_archived"] = "Archive it first.",
        ["has_children"] = "Live rows stand under it.",
        ["still_referenced"] = "Other rows still name it.",
        ["has_keys"] = "API keys of whoever it was have to be ended first.",
        ["has_grants"] = "Grants of whoever it was have to be suspended first.",
        ["is_archived"] = "Whoever is archived is granted nothing.",
        ["bad_kind"] = "A grant is a role, a permit or a deny.",
        ["bad_cursor"] = "The address is too old.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a reason has a sentence of its own.</summary>
    public static bool Knows(string reason) => Refusals.ContainsKey(reason);

    /// <summary>The sentence that the address of a page asks for.</summary>
    public static Html Of(PageRequest page)
    {
        if (page[Refused] is { } reason)
            return Html.Of($"""<p class="message refused" role="alert">Nothing was changed. {Refusals.GetValueOrDefault(reason, NotPermitted)}</p>""");
        return page[Done] is { } done && Successes.TryGetValue(done, out var sentence) ? Html.Of($"""<p class="message" role="status">{sentence}</p>""") : default;
    }
}
