namespace Cks.Scope.EntityFrameworkCore;

/// <summary>The query filter that contexts of <see cref="IScopedContexts{TContext}"/> have on every type.</summary>
public static class ScopeFilter
{
    /// <summary>Its name: <c>cks</c>.</summary>
    public const string Name = "cks";
}
