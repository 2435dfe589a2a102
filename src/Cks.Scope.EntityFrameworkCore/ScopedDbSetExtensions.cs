using Cks.Core;
using Cks.Rbac;
using Microsoft.EntityFrameworkCore;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Reads sets of a context as a subject sees them.</summary>
public static class ScopedDbSetExtensions
{
    /// <summary>
    /// The rows of a set that the subject sees, as <see cref="IScopeQueries.Unmasked"/> tells them: to be filtered, ordered, paged and joined with other sets in scope. They are not tracked. Navigations and includes are
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

    /// <summary>
    /// The same rows as <see cref="InScope"/>, with the fields that the subject may read and no others, which are not asked of the database either. By what is hidden nothing is found or ordered: that is refused.
    /// </summary>
    /// <param name="set">The set.</param>
    /// <param name="me">The subject.</param>
    /// <param name="narrow">Filters, orders and pages them.</param>
    /// <exception cref="CksConfigurationException">The type is none of the scope model, or does not map what its scope looks at or shows (CKS315, CKS316).</exception>
    /// <exception cref="InvalidOperationException">What is narrowed by is hidden (CKS318), or as for <see cref="InScope"/>.</exception>
    public static IQueryable<Row> SelectVisible<T>(this DbSet<T> set, Subject me, Func<IQueryable<T>, IQueryable<T>>? narrow = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(me);
        var source = ScopedSource.Of(set, me);
        var rows = source.Rows(set);
        return source.Visible(narrow is null ? rows : narrow(rows) ?? throw new ArgumentException("The rows are null.", nameof(narrow)), rows);
    }
}
