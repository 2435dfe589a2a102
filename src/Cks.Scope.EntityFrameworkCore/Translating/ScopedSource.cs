using System.Linq.Expressions;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>A type of a context and somebody who reads it.</summary>
/// <param name="type">The type.</param>
/// <param name="entity">What its rows are.</param>
/// <param name="viewer">Who sees; <see langword="null"/> for one without a scope.</param>
/// <param name="model">By what.</param>
internal sealed class ScopedSource(IEntityType type, ScopeEntity entity, Viewer? viewer, ScopeModel model)
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
        if (ScopeMap.EntityOf(type, model) is not { } entity)
            throw new CksConfigurationException(CksCodes.UnscopedType, type.DisplayName(), $"The table of \"{type.DisplayName()}\" is none of the scope model.", "Declare an entity for it in the model.");
        if (ReadsOn(type))
            throw ScopeGuard.Refused($"\"{type.DisplayName()}\" loads or includes others by itself, which nothing would narrow. Read it by IScopedContexts.");
        return new(type, entity, access.ViewerOf(me, model), model);
    }

    public IQueryable<T> Rows<T>(IQueryable<T> set)
        where T : class
    {
        var rows = viewer?.RowsOfLive(entity) ?? Query.From(entity.Table).WhereFalse();
        var predicate = new QueryTranslator(type.Model, new SlotValues(rows.Values), (IAsyncQueryProvider)set.Provider).Predicate(type, rows.Unbound);
        return set.Provider.CreateQuery<T>(ScopedRows.Mark(typeof(T), Expression.Call(typeof(Queryable), nameof(Queryable.Where), [typeof(T)], set.Expression, Expression.Quote(predicate)))).AsNoTracking();
    }

    /// <summary>The visible fields of rows that were narrowed by no other.</summary>
    public IQueryable<Row> Visible<T>(IQueryable<T> rows)
    {
        new VisibleOnly(type.Model, t => ScopeMap.EntityOf(t, model) is { } of ? viewer?.Sight.FieldsOf(of)?.Columns : null).Visit(rows.Expression);
        return rows.Select(VisibleRows.Selector<T>(type, viewer?.Sight.FieldsOf(entity)));
    }

    private static bool ReadsOn(IEntityType type) => type.GetServiceProperties().Any()
        || type.GetSkipNavigations().Any(n => n.IsEagerLoaded)
        || type.GetNavigations().Any(n => n.TargetEntityType.IsOwned() ? !n.IsOnDependent && ReadsOn(n.TargetEntityType) : n.IsEagerLoaded);
}
