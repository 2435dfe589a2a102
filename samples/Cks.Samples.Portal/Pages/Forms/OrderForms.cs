using System.Globalization;
using Cks.Rbac;
using Cks.Samples.Portal.Orders;
using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Pages.Forms;

/// <summary>New orders, and what is done with them.</summary>
internal static class OrderForms
{
    private const string Page = "/orders";
    private static readonly Refusal BadDate = Refusal.Invalid("bad_date", "The date is not a date.");

    public static void Map(RouteGroupBuilder forms)
    {
        forms.MapPost("/orders", async (FormValues form, Subject me, OrderMaker maker, FormAnswer answer, CancellationToken ct) =>
            answer.Of(form, Read(form) is { } order ? await maker.CreateAsync(me, order, ct) : BadDate, "order-created", Page)).RequireCaps(Caps.Orders.Create);
        foreach (var action in OrderAction.All)
            forms.MapPost($"/orders/{{code}}/{action.Name}", async (string code, FormValues form, Subject me, RowGuard<Order> guard, OrderDesk desk, FormAnswer answer, CancellationToken ct) =>
            {
                var found = await guard.FindAsync(me, action.Capability, code, ct);
                return answer.Of(form, found.IsDone ? await desk.ActAsync(me, action, found.Value, new(form["reason"], form["crew"]), ct) : found, $"order-{action.Name}", Page);
            }).RequireCaps(action.Capability.Name).ChecksInHandler("RowGuard loads the order in the caller's scope and decides on it");
    }

    /// <summary>The order; <see langword="null"/> when its date is none. A line without product is no line.</summary>
    private static NewOrder? Read(FormValues form)
    {
        DateTimeOffset? expected = null;
        if (form["expectedAt"] is { } day)
        {
            if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                return null;
            expected = new(date, TimeOnly.MinValue, TimeSpan.Zero);
        }

        return new()
        {
            Type = form["type"],
            Center = form["center"],
            Title = form["title"],
            Notes = form["notes"],
            CatalogService = form["catalogService"],
            Items = [.. form.All("product").Zip(form.All("quantity"), Line).Where(line => !string.IsNullOrEmpty(line.Product))],
            ExpectedAt = expected,
        };
    }

    // What is no number is no quantity, and 0 is refused as one.
    private static NewOrderItem Line(string? product, string? quantity) =>
        new(product, long.TryParse(quantity, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
}
