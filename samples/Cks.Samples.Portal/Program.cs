using Cks.Samples.Portal;
using Cks.Samples.Portal.Demo;

switch (args)
{
    case ["migrate", .. var rest]:
        return await MigrateCommand.RunAsync(rest, Console.Error);
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
