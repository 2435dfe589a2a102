using Microsoft.AspNetCore.Authorization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cks.Samples.Existing;

/// <summary>What the shop registers: its database, who is believed, and its rules.</summary>
internal static class ShopServices
{
    public static void AddShop(this WebApplicationBuilder builder)
    {
        // The provider's issuer, audience and keys stand in Authentication:Schemes:Bearer, where "dotnet user-jwts" writes them.
        builder.Services.AddAuthentication().AddJwtBearer(o =>
        {
            o.MapInboundClaims = false;
            o.TokenValidationParameters.RoleClaimType = "role";
        });
        builder.Services.AddAuthorization(o =>
        {
            o.AddPolicy("StaffOnly", p => p.RequireRole("Manager", "Support Staff"));
            o.AddPolicy("OrderReaders", p => p.RequireRole("Manager", "Support Staff", "Contractor"));
            o.AddPolicy("CanCancel", p => p.RequireAuthenticatedUser().RequireRole("Manager"));
            o.AddPolicy("Finance", p => p.RequireClaim("department", "finance"));
            o.AddPolicy("OfficeHours", p => p.RequireRole("Manager").RequireAssertion(IsOnDuty));
        });
        builder.Services.AddControllers();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<IOrderRows, OrderRows>();
        // A database in memory, which lives as long as a connection to it is open.
        var shop = builder.Configuration.GetConnectionString("Shop") ?? "Data Source=shop;Mode=Memory;Cache=Shared";
        var open = new SqliteConnection(shop);
        open.Open();
        builder.Services.AddSingleton(open);
        builder.Services.AddDbContext<ShopContext>(o => o.UseSqlite(shop));
    }

    private static bool IsOnDuty(AuthorizationHandlerContext context) => context.User.HasClaim("shift", "day");
}
