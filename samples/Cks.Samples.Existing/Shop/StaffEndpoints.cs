using System.Security.Claims;
using Microsoft.EntityFrameworkCore;

namespace Cks.Samples.Existing;

internal static class StaffEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/contractors", async (ClaimsPrincipal user, ShopContext db) =>
        {
            var company = user.FindFirst("company")?.Value;
            return await db.Contractors.Where(c => c.CompanyId == company).OrderBy(c => c.Code).ToListAsync();
        }).RequireAuthorization("StaffOnly");
        app.MapPost("/api/closing", () => "closed").RequireAuthorization("OfficeHours");
        app.MapGet("/api/me", (ClaimsPrincipal user) => user.FindFirst("sub")!.Value).RequireAuthorization();
        app.MapGet("/health", () => "ok").AllowAnonymous();
    }
}
