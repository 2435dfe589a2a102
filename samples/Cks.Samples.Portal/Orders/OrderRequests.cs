namespace Cks.Samples.Portal.Orders;

/// <summary>The body of a new order.</summary>
internal sealed record NewOrder
{
    /// <summary><c>product</c> or <c>service</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Where it is for; a center and a crew member may leave their own out.</summary>
    public string? Center { get; init; }

    public string? Title { get; init; }

    public string? Notes { get; init; }

    /// <summary>A service of the catalogue; for a service order.</summary>
    public string? CatalogService { get; init; }

    /// <summary>Products of the catalogue; for a product order.</summary>
    public IReadOnlyList<NewOrderItem?>? Items { get; init; }

    public DateTimeOffset? ExpectedAt { get; init; }
}

/// <summary>One line of a product order.</summary>
internal sealed record NewOrderItem(string? Product, long Quantity);

/// <summary>What comes with an action: a reason for a rejection, somebody of the crew for a request.</summary>
internal sealed record OrderActionBody(string? Reason, string? Crew);
