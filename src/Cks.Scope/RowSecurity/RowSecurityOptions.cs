namespace Cks.Scope;

/// <summary>Names that <see cref="RowSecurity"/> writes and looks for. Each is 1 to 63 lower-case letters, digits and underscores, not beginning with a digit.</summary>
public sealed record RowSecurityOptions
{
    /// <summary>The role by which the application is connected. It owns no table, and no policy is for anybody else.</summary>
    /// <value>Default: <c>app</c>.</value>
    public string Role { get; init; } = "app";

    /// <summary>The role that owns the functions, and reads through them what lies between a viewer and its rows. Nobody is connected by it; it is made where there is none.</summary>
    /// <value>Default: <c>cks_definer</c>.</value>
    public string Definer { get; init; } = "cks_definer";

    /// <summary>The schema of the tables.</summary>
    /// <value>Default: <c>public</c>.</value>
    public string Schema { get; init; } = "public";

    /// <summary>Refuses what is no name, and one role in both parts.</summary>
    /// <exception cref="ArgumentException">A name cannot be one.</exception>
    public void Check()
    {
        foreach (var name in new[] { Role, Definer, Schema })
            if (!ColumnName.IsWellFormed(name))
                throw new ArgumentException($"\"{name}\" is no name of a role or schema: use lower-case letters, digits and underscores.");
        if (Role == Definer)
            throw new ArgumentException("The application's role may not own the functions: it would see whatever they see.");
    }
}
