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
}
