using Cks.Samples.Portal.Database;

var builder = WebApplication.CreateBuilder(args);
var engine = builder.Configuration.GetValue("Portal:Database:Engine", PortalEngine.Sqlite);
var database = builder.Configuration.GetConnectionString("Portal") ?? "Data Source=App_Data/portal.db";

if (args is ["migrate", ..])
{
    PortalMigrations.MigrateUp(database, engine);
    return;
}

builder.Build().Run();
