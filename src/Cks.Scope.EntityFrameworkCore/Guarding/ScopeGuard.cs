using System.Data.Common;
using System.Linq.Expressions;
using Cks.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>
/// Refuses what goes around a scope: of every query before it is compiled, of every command before it is sent, of every writing before it begins. What is refused is not kept, so it is refused each time.
/// </summary>
internal sealed class ScopeGuard : IQueryExpressionInterceptor, IDbCommandInterceptor, ISaveChangesInterceptor
{
    public static InvalidOperationException Refused(string why) => new($"{CksCodes.OutsideQuery.Id}: {why}");

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        var context = eventData.Context ?? throw Refused("The query has no context.");
        if (HasSubject(context))
            return new FilteredQueries(context.Model).Visit(queryExpression);
        return QueriesInScope.HasMark(queryExpression) ? new QueriesInScope(context.Model).Visit(queryExpression) : queryExpression;
    }

    public InterceptionResult<DbCommand> CommandCreating(CommandCorrelatedEventData eventData, InterceptionResult<DbCommand> result)
    {
        if (eventData.Context is { } context && HasSubject(context) && eventData.CommandSource != CommandSource.LinqQuery)
            throw Refused($"A context in scope reads by LINQ only; {eventData.CommandSource} would go around its filters.");
        return result;
    }

    public InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) => Check(eventData, result);

    public ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => new(Check(eventData, result));

    private static InterceptionResult<int> Check(DbContextEventData eventData, InterceptionResult<int> result) => eventData.Context is { } context && HasSubject(context)
        ? throw Refused("A context in scope is for reading: whether a change leads out of the scope is not known to it.")
        : result;

    private static bool HasSubject(DbContext context) => ScopeExtension.Of(context.GetService<IDbContextOptions>()).Shape is not null;
}
