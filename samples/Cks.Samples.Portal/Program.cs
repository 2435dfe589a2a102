using Cks.Samples.Portal;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Demo;

switch (args)
{
    case ["migrate", .. var rest]:
        var settings = PortalSettings.From(WebApplication.CreateBuilder(rest).Configuration);
        PortalMigrations.MigrateUp(settings.ConnectionString, settings.Engine);
        return 0;
    case ["demo", .. var rest]:
        return await DemoRun.RunAsync(rest);
    default:
        await using (var portal = await PortalHost.BuildAsync(args))
        {
            await portal.App.StartAsync();
            await portal.PrintWelcomeAsync(Console.Out);
            await portal.App.WaitForShutdownAsync();
        }

        return 0;
}
