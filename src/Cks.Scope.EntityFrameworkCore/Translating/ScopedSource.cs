using System.Linq.Expressions;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>A type of a context and somebody who reads it.</summary>
/// <param name="type">The type.</param>
/// <param name="entity">What its rows are.</param>
/// <param name="viewer">Who sees; <see langword="null"/> for one without a scope.</param>
/// <param name="model">By what.</param>
internal sealed class ScopedSource(ScopedType type, ScopeEntity entity, Viewer? viewer, ScopeModel model)
{
    public static ScopedSource Of<T>(DbSet<T> set, Subject me)
        where T : class
    {
        var options = (IDbContextOptions)((IInfrastructure<IServiceProvider>)set).Instance.GetService(typeof(IDbContextOptions))!;
        var extension = ScopeExtension.Of(options);
        if (extension.Shape is not null)
            throw ScopeGuard.Refused("The context has a subject already, and every set of it is in scope.");
        var (type, access) = (set.EntityType, extension.Access(options));
        var model = access.Model;
        var known = ScopedType.Of(type, model);
        if (known.Entity is not { } entity)
            throw new CksConfigurationException(CksCodes.UnscopedType, type.DisplayName(), $"The table of \"{type.DisplayName()}\" is none of the scope model.", "Declare an entity for it in the model.");
        if (known.ReadsOn)
            throw ScopeGuard.Refused($"\"{type.DisplayName()}\" loads or includes others by itself, or is split among tables, which nothing would narrow. Read it by IScopedContexts.");
        return new(known, entity, access.ViewerOf(me, model), model);
    }

    public IQueryable<T> Rows<T>(IQueryable<T> set)
        where T : class
    {
        var rows = viewer?.RowsOfLive(entity) ?? Query.From(entity.Table).WhereFalse();
        return Among(set, type.RowsOf(rows, viewer?.IsKept(entity, rows) == true), viewer);
    }

    /// <summary>The rows of a set that are among those of a query.</summary>
    public static IQueryable<T> Among<T>(IQueryable<T> set, IEntityType type, Query rows)
        where T : class => Among(set, (RowsShape.Of(type, rows, rows.Values), rows.Values), viewer: null);

    /// <summary>The visible fields of rows.</summary>
    /// <param name="rows">What was made of the source.</param>
    /// <param name="source">What <see cref="Rows"/> gave.</param>
    public IQueryable<Row> Visible<T>(IQueryable<T> rows, IQueryable<T> source)
    {
        if (!Within.Has(rows.Expression, source.Expression))
            throw ScopeGuard.Refused("The rows were exchanged for others than the subject's.");
        new VisibleOnly(type.Type.Model, t => ScopeMap.EntityOf(t, model) is { } of ? viewer?.Sight.FieldsOf(of)?.Columns : null).Visit(rows.Expression);
        return rows.Select(VisibleRows.Selector<T>(type.Type, viewer?.Sight.FieldsOf(entity)));
    }

    private static IQueryable<T> Among<T>(IQueryable<T> set, (RowsShape Shape, object[] Values) rows, Viewer? viewer)
        where T : class => set.Provider.CreateQuery<T>(ScopedRows.Mark(set.Expression, rows.Shape, rows.Values, viewer)).AsNoTracking();

    /// <summary>Looks for one expression in another.</summary>
    private sealed class Within(Expression what) : ExpressionVisitor
    {
        private bool _has;

        public static bool Has(Expression query, Expression what)
        {
            var within = new Within(what);
            within.Visit(query);
            return within._has;
        }

        public override Expression? Visit(Expression? node)
        {
            _has |= ReferenceEquals(node, what);
            return _has ? node : base.Visit(node);
        }

        protected override Expression VisitExtension(Expression node) => node;
    }
}
