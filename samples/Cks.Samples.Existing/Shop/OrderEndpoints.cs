using Microsoft.EntityFrameworkCore;

namespace Cks.Samples.Existing;

internal static class OrderEndpoints
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/orders/{code}", async (string code, IOrderRows rows) => await rows.Mine.FirstOrDefaultAsync(o => o.Code == code) is { } order ? Results.Ok(order) : Results.NotFound())
            .RequireAuthorization("OrderReaders");
}
