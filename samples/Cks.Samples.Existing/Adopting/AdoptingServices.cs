using System.Data.Common;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Rbac.AspNetCore;
using Cks.Scope.EntityFrameworkCore;
using Microsoft.Data.Sqlite;

namespace Cks.Samples.Existing;

/// <summary>What each step registers beside the shop's own services.</summary>
internal static class AdoptingServices
{
    /// <summary>Step 2: the policy, and who acts.</summary>
    public static void AddSubjects(this WebApplicationBuilder builder)
    {
        builder.Services.AddCksRbac().AddPolicyFile(builder.Configuration["Policy"] ?? "policies/shop.rbac.json");
        builder.Services.AddSingleton<ISubjectFactory, Subjects>();
    }

    /// <summary>Step 3: guards are computed and the shop's rules decide, until a day that is written down. Step 4: guards decide.</summary>
    public static void AddGuards(this WebApplicationBuilder builder, bool isShadow) => builder.Services.AddCksGuards(o =>
    {
        if (isShadow)
            (o.Enforcement, o.Until) = (Enforcement.Shadow, builder.Configuration.GetValue<DateTimeOffset?>("ShadowUntil"));
    });

    /// <summary>Step 5: rows by the scope model in place of those by hand.</summary>
    public static void AddScopes(this WebApplicationBuilder builder)
    {
        var shop = builder.Services.First(s => s.ServiceType == typeof(SqliteConnection)).ImplementationInstance as SqliteConnection;
        builder.Services.AddCksScope().AddModelFile("scopes/shop.scope.json");
        builder.Services.AddSingleton<DbDataSource>(SqliteFactory.Instance.CreateDataSource(shop!.ConnectionString));
        builder.Services.AddSingleton<SqlCompiler>(SqliteCompiler.Default);
        builder.Services.ConfigureDbContext<ShopContext>(o => o.UseCksScope());
        builder.Services.AddScoped<IOrderRows, ScopedOrderRows>();
    }
}
