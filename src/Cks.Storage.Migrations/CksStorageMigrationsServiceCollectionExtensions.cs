using Cks.Storage;
using Cks.Storage.Migrations;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of migrations at start.</summary>
public static class CksStorageMigrationsServiceCollectionExtensions
{
    /// <summary>
    /// Brings the tables of <c>AddCksStorage</c> up to date when the host starts, where the environment is called exactly <c>Development</c> by what started it, not by a line of code, and nowhere else. In any other environment this does nothing, and the host does not
    /// start with tables of another version (CKS120).
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="migrator"><c>SchemaMigrator.Postgres(connectionString)</c> or <c>SchemaMigrator.Sqlite(connectionString)</c>, of the database of <c>AddCksStorage</c>.</param>
    public static IServiceCollection AddCksStorageMigrations(this IServiceCollection services, SchemaMigrator migrator)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(migrator);
        services.TryAddSingleton<ISchemaMigrator>(migrator);
        return services;
    }
}
