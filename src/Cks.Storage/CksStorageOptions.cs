using System.Data.Common;

namespace Cks.Storage;

/// <summary>Where the stores keep what they keep.</summary>
public sealed class CksStorageOptions
{
    /// <summary>
    /// The database: an <c>NpgsqlDataSource</c> (tables in the schema <c>cks</c>), or what <c>SqliteFactory.Instance.CreateDataSource</c> makes (tables that begin with <c>cks_</c>). On PostgreSQL the change bus holds one
    /// connection of it for as long as the host runs; a pooler between must not share connections between transactions.
    /// </summary>
    /// <value>Default: the <see cref="DbDataSource"/> of the application's services</value>
    public DbDataSource? DataSource { get; set; }

    /// <summary>How often a process looks for notices of others where the database sends none (SQLite); 10 milliseconds to 1 minute.</summary>
    /// <value>250 milliseconds</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(250);
}
