namespace Cks.Storage;

/// <summary>
/// Brings the tables of the stores up to date when a host starts in Development, and nowhere else; Cks.Storage.Migrations has one (<c>AddCksStorageMigrations</c>). Elsewhere a deployment does it, with <c>cks db migrate</c>.
/// </summary>
public interface ISchemaMigrator
{
    /// <summary>Takes the steps that are missing, all of them or none. Waits for another process that is at it.</summary>
    ValueTask MigrateAsync(CancellationToken cancellationToken = default);
}
