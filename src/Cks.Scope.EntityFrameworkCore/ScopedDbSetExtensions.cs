using Cks.Core;
using Cks.Rbac;
using Cks.Scope;
using Cks.Scope.EntityFrameworkCore;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Reads sets of a context as a subject sees them.</summary>
public static class ScopedDbSetExtensions
{
    /// <summary>
    /// The rows of a set that the subject sees, as <see cref="IScopeQueries.Rows"/> tells them: to be filtered, ordered, paged and joined with other sets in scope. They are not tracked. Navigations and includes are
    /// refused, because nothing would narrow them; join with the other set in scope, or use <see cref="IScopedContexts{TContext}"/>. An instance has all its columns: masks are for the caller to apply.
    /// </summary>
    /// <exception cref="CksConfigurationException">The type is none of the scope model, or does not map what its scope looks at (CKS315, CKS316).</exception>
    /// <exception cref="InvalidOperationException">The context was made without <see cref="CksScopeDbContextOptionsBuilderExtensions.UseCksScope"/>, has a subject already, or the type loads others by itself (CKS318).</exception>
    public static IQueryable<T> InScope<T>(this DbSet<T> set, Subject me)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(me);
        return ScopedSource.Of(set, me).Rows(set);
    }
}
