namespace Cks.Samples.Portal.Database;

/// <summary>The databases that the portal runs on.</summary>
public enum PortalEngine
{
    /// <summary>SQLite in a file: development, and a clone without a server.</summary>
    Sqlite,

    /// <summary>PostgreSQL 12 or later.</summary>
    Postgres,
}
