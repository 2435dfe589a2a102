using System.Data.Common;
using Cks.Storage.Migrations;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Samples.Portal.Database;

/// <summary>What the portal asks of its engine.</summary>
public static class PortalEngineExtensions
{
    /// <summary>A source of connections to the database; the caller disposes it.</summary>
    public static DbDataSource CreateDataSource(this PortalEngine engine, string connectionString) =>
        engine switch
        {
            PortalEngine.Sqlite => SqliteFactory.Instance.CreateDataSource(connectionString),
            PortalEngine.Postgres => NpgsqlDataSource.Create(connectionString),
            _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "Not an engine of the portal."),
        };

    /// <summary>Makes the tables of Cks.Storage, which stand beside the portal's own.</summary>
    public static SchemaMigrator StorageOf(this PortalEngine engine, string connectionString) =>
        engine == PortalEngine.Postgres ? SchemaMigrator.Postgres(connectionString) : SchemaMigrator.Sqlite(connectionString);
}
