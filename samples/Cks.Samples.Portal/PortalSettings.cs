using Cks.Samples.Portal.Database;

namespace Cks.Samples.Portal;

/// <summary>Where the portal's data is. SQLite in <c>App_Data</c> unless <c>ConnectionStrings:Portal</c> names a PostgreSQL server.</summary>
internal sealed record PortalSettings(PortalEngine Engine, string ConnectionString)
{
    private const string LocalFile = "Data Source=App_Data/portal.db";

    /// <summary>A connection string with a host is PostgreSQL's, anything else is SQLite's.</summary>
    public static PortalSettings From(IConfiguration configuration)
    {
        var connectionString = configuration.GetConnectionString("Portal") ?? LocalFile;
        var isPostgres = connectionString.Contains("Host=", StringComparison.OrdinalIgnoreCase);
        return new(isPostgres ? PortalEngine.Postgres : PortalEngine.Sqlite, connectionString);
    }
}
