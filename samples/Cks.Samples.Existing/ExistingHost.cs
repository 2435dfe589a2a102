namespace Cks.Samples.Existing;

/// <summary>The shop at one step of moving over. Everything under <c>Shop</c> is as its team wrote it; everything that Cks adds is under <c>Adopting</c>.</summary>
internal static class ExistingHost
{
    /// <summary>The host; setting <c>Step</c> says how far it has come, 0 is before Cks and what stands there without it.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var step = builder.Configuration.GetValue("Step", 0);
        builder.AddShop();
        if (step >= 2)
            builder.AddSubjects();
        if (step >= 3)
            builder.AddGuards(isShadow: step == 3);
        if (step >= 5)
            builder.AddScopes();

        var app = builder.Build();
        ShopContext.Fill(app.Services);
        var shop = app.MapGroup("");
        shop.MapControllers();
        StaffEndpoints.Map(shop);
        var orders = shop.MapGroup("");
        OrderEndpoints.Map(orders);
        if (step >= 3)
            ((IEndpointConventionBuilder)shop).Finally(Guards.Add);
        if (step >= 6)
            orders.WithFieldMask<Order>("orders:list");
        return app;
    }
}
