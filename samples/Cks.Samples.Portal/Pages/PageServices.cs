using Cks.Samples.Portal.Pages.Contents;
using Cks.Samples.Portal.Pages.Forms;
using Cks.Samples.Portal.Pages.Widgets;

namespace Cks.Samples.Portal.Pages;

/// <summary>Registers what draws the hub's pages. A new page is a class and a line here, and a target in <see cref="PortalTargets"/>.</summary>
internal static class PageServices
{
    public static void AddHubPages(this IServiceCollection services)
    {
        services.AddCksHubShell(shell =>
        {
            shell.AddStyle("wwwroot/portal.css");
            foreach (var widget in PortalWidgets.Types)
                shell.AddModule(widget.Renderer, $"wwwroot/widgets/{widget.Renderer}.js");
            shell.ReadWhole("order-list"); // those that wait stand first, wherever they are
        });
        services.AddSingleton<PageContents>();
        services.AddSingleton<PageLists>();
        services.AddSingleton<Catalogue>();
        services.AddSingleton<OrderTable>();
        services.AddSingleton<FormAnswer>();
        services.AddSingleton<IPageContent, DashboardContent>();
        services.AddSingleton<IPageContent, ProfileContent>();
        services.AddSingleton<IPageContent, EcosystemContent>();
        services.AddSingleton<IPageContent, ServicesContent>();
        services.AddSingleton<IPageContent, OrdersContent>();
        services.AddSingleton<IPageContent, DeliveriesContent>();
        services.AddSingleton<IPageContent, ReportsContent>();
        services.AddSingleton<IPageContent, ActivityContent>();
        services.AddSingleton<IPageContent>(s => new ListContent("/inventory", "inventory", s.GetRequiredService<PageLists>()));
        services.AddSingleton<IPageContent, DirectoryContent>();
        services.AddSingleton<IPageContent, AssignContent>();
        services.AddSingleton<IPageContent, ArchiveContent>();
        services.AddSingleton<IWidget, StatsCard>();
        services.AddSingleton<IWidget, OrderListWidget>();
        services.AddSingleton<IWidget, ActivityFeedWidget>();
        services.AddSingleton<IWidget, DirectoryCountsWidget>();
    }
}
