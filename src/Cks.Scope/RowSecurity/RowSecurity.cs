using System.Data.Common;
using Cks.Core;

namespace Cks.Scope;

/// <summary>
/// Row level security of PostgreSQL (15 and later) from a scope model: a query that forgot its scope finds the rows of the subject's strategy, and none where nobody says who it is.
/// What a policy asks of rows and which fields it hides stays in the queries.
/// </summary>
public static class RowSecurity
{
    /// <summary>
    /// The script: one transaction that can be run again, also for a model that changed. Run it as a superuser, or as the owner of the tables who is a member of <see cref="RowSecurityOptions.Definer"/>.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Names; the defaults where there are none.</param>
    /// <exception cref="ArgumentException">A name cannot be one.</exception>
    public static string Script(ScopeModel model, RowSecurityOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        options.Check();
        return new RowSecurityScript(model, options).Write();
    }

    /// <summary>
    /// What is wrong in a database: an application's role that is not held (CKS319), tables that are not guarded or whose policies are of another model (CKS320), views, partitions and functions that lead around
    /// the policies (CKS321). For a host's start, a test of the deployment, or <c>cks scope rls --check</c>.
    /// </summary>
    /// <param name="source">The database, by any role; it is only read, and only its catalogue.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">The names with which the script was written.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The findings; none where all is well.</returns>
    /// <exception cref="ArgumentException">A name cannot be one.</exception>
    /// <exception cref="DbException">The database is down or refuses.</exception>
    public static async Task<IReadOnlyList<Diagnostic>> CheckAsync(DbDataSource source, ScopeModel model, RowSecurityOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        options.Check();
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
            return await new RowSecurityCheck(connection, model, options, cancellationToken).RunAsync().ConfigureAwait(false);
    }
}
