using Cks.Rbac;
using Microsoft.EntityFrameworkCore;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>
/// Contexts of one subject each: every query of one reads only rows that its subject sees, in includes, joins and sub-queries as well. They are for reading. What would go around the filter is refused:
/// <c>IgnoreQueryFilters</c>, SQL, functions that return tables, writing. Thread-safe; each context is for one thread, and goes back to its pool when it is disposed of.
/// </summary>
/// <typeparam name="TContext">The application's context, with a public constructor that takes its options.</typeparam>
public interface IScopedContexts<TContext>
    where TContext : DbContext
{
    /// <summary>A context of the subject, by the model and policy of this moment. One who sees nothing has a context without rows.</summary>
    TContext Create(Subject me);
}
