using System.Linq.Expressions;
using Cks.Core;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Refuses what goes around a scope, of every query before it is compiled. What is refused is not kept, so it is refused each time.</summary>
internal sealed class ScopeGuard : IQueryExpressionInterceptor
{
    public static InvalidOperationException Refused(string why) => new($"{CksCodes.OutsideQuery.Id}: {why}");

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        var context = eventData.Context ?? throw Refused("The query has no context.");
        if (ScopeExtension.Of(context.GetService<IDbContextOptions>()).Shape is not null)
            return new FilteredQueries(context.Model).Visit(queryExpression);
        return QueriesInScope.HasMark(queryExpression) ? new QueriesInScope(context.Model).Visit(queryExpression) : queryExpression;
    }
}
