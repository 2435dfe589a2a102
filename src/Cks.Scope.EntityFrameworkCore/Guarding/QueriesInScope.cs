using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Makes conditions of the marks, and refuses whatever else is read beside rows in scope.</summary>
internal sealed class QueriesInScope(IModel model) : ExpressionVisitor
{
    public static bool HasMark(Expression query)
    {
        var marks = new Marks();
        marks.Visit(query);
        return marks.Any;
    }

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (ScopedRows.IsMark(node))
            return ScopedRows.Expand(node);
        if (FilteredQueries.Is(node, nameof(EntityFrameworkQueryableExtensions.Include)) || FilteredQueries.Is(node, nameof(EntityFrameworkQueryableExtensions.ThenInclude)))
            throw Refused("an include");
        if (FilteredQueries.Is(node, nameof(EntityFrameworkQueryableExtensions.AsTracking)) || FilteredQueries.Is(node, nameof(EntityFrameworkQueryableExtensions.AsNoTrackingWithIdentityResolution)))
            throw ScopeGuard.Refused("Rows in scope are not tracked: one that is would bring along what the context has read for others.");
        if (node.Method.DeclaringType == typeof(EF) && node.Method.Name == nameof(EF.Property) && ((node.Arguments[1] as ConstantExpression)?.Value is not string name || IsNavigation(node.Arguments[0].Type, name)))
            throw Refused("a navigation");
        // Entity Framework takes an indexer for EF.Property.
        if (node is { Method.Name: "get_Item", Object: { } bag, Arguments: [var named] } && named.Type == typeof(string) && IsEntity(bag.Type) && ((named as ConstantExpression)?.Value is not string key || IsNavigation(bag.Type, key)))
            throw Refused("a navigation");
        FilteredQueries.CheckFunction(model, node);
        return base.VisitMethodCall(node);
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        if (node.Expression is { } instance && IsNavigation(instance.Type, node.Member.Name))
            throw Refused($"the navigation {node.Member.Name}");
        return base.VisitMember(node);
    }

    protected override Expression VisitExtension(Expression node)
    {
        if (node is not QueryRootExpression root)
            return base.VisitExtension(node);
        FilteredQueries.CheckRoot(root);
        if (root is EntityQueryRootExpression { EntityType: var type } && UnscopedEntityTypeBuilderExtensions.ReasonOf(type) is null)
            throw Refused($"the set of {type.DisplayName()}, which is not in scope itself,");
        return node;
    }

    private static InvalidOperationException Refused(string what) =>
        ScopeGuard.Refused($"Beside rows in scope {what} would be read whole. Join with db.Set<T>().InScope(me), or read by IScopedContexts.");

    private bool IsEntity(Type type) => model.GetEntityTypes().Any(t => type.IsAssignableFrom(t.ClrType) || t.ClrType.IsAssignableFrom(type));

    private bool IsNavigation(Type type, string name) => model.GetEntityTypes().Where(t => type.IsAssignableFrom(t.ClrType) || t.ClrType.IsAssignableFrom(type))
        .Any(t => ((INavigationBase?)t.FindNavigation(name) ?? t.FindSkipNavigation(name)) is { } navigation && !navigation.TargetEntityType.IsOwned());

    private sealed class Marks : ExpressionVisitor
    {
        public bool Any { get; private set; }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            Any |= ScopedRows.IsMark(node);
            return Any ? node : base.VisitMethodCall(node);
        }

        protected override Expression VisitExtension(Expression node) => node is QueryRootExpression ? node : base.VisitExtension(node);
    }
}
