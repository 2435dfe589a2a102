using System.Linq.Expressions;
using Cks.Core;
using Cks.QueryBuilder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>
/// Adds the tables of the ways, checks that the application's types hold what scope looks at, and gives each of them its filter where the context has one. What does not fit is told once, with all else that does not.
/// </summary>
internal sealed class ScopeConvention(DbContext context) : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> processing)
    {
        var options = context.GetService<IDbContextOptions>();
        var extension = ScopeExtension.Of(options);
        var model = extension.Shape?.Model ?? extension.Access(options).Model;
        var findings = new DiagnosticBag();
        var types = modelBuilder.Metadata.GetEntityTypes().ToArray();
        foreach (var entity in model.Entities)
            WayTables.Add(modelBuilder, entity, SchemaOf(types, entity), context.Database.ProviderName == "Microsoft.EntityFrameworkCore.Sqlite");
        foreach (var type in types)
            if (type.BaseType is not null || type.IsOwned())
                CheckWithin(type, model, findings);
            else if (ScopeMap.EntityOf(type, model) is { } entity)
                Check(type, entity, model, findings);
            else if (extension.Shape is not null)
                CheckUnscoped(type, findings);
        findings.ThrowIfErrors();
        if (extension.Shape is { } shape)
            Filter(types, shape, findings);
        findings.ThrowIfErrors();
    }

    private static string? SchemaOf(IConventionEntityType[] types, ScopeEntity entity) =>
        types.Select(t => ScopeMap.StoreOf(t)).FirstOrDefault(s => s?.Name == entity.Table.Name)?.Schema;

    private static void Check(IConventionEntityType type, ScopeEntity entity, ScopeModel model, DiagnosticBag findings)
    {
        foreach (var column in Looked(entity, model))
            ScopeMap.Find(type, column, findings);
        var (name, key) = (type.DisplayName(), type.FindPrimaryKey());
        if (ScopeMap.StoreOf(type) is { } store && entity.Tenant is { } tenant && key?.Properties.Select(p => p.GetColumnName(store)).ToArray() is { } columns && columns.Contains(entity.Key.Name) && !columns.Contains(tenant.Name))
            findings.Add(CksCodes.KeyWithoutTenant, SourceLocation.Whole(name), $"The key of \"{name}\" is \"{entity.Key.Name}\", which is unique within a tenant only: the row of one tenant would be taken for that of another.", $"Make the tenant part of the key: HasKey of \"{tenant.Name}\" and \"{entity.Key.Name}\".");
    }

    // What is owned comes with its owner, and what is derived is filtered with its base: rows of another entity would come so too.
    private static void CheckWithin(IConventionEntityType type, ScopeModel model, DiagnosticBag findings)
    {
        var outer = type.BaseType is not null ? type.GetRootType() : type.FindOwnership()!.PrincipalEntityType.GetRootType();
        if (ScopeMap.EntityOf(type, model) is { } entity && entity != ScopeMap.EntityOf(outer, model))
            findings.Add(CksCodes.UnscopedType, SourceLocation.Whole(type.DisplayName()), $"\"{type.DisplayName()}\" is read with \"{outer.DisplayName()}\", and its table is \"{entity.Name}\", which has a scope of its own.", "Map it as a type of its own, with a navigation.");
    }

    /// <summary>The columns that say where a row stands; those that a policy compares are found when it does.</summary>
    private static IEnumerable<Column> Looked(ScopeEntity entity, ScopeModel model) => ((Column?[])[entity.Key, entity.Tenant, entity.Test, entity.Archived]).OfType<Column>()
        .Concat(model.StrategiesOf(entity).SelectMany(s => s.Below).Where(r => r.Entity == entity).SelectMany(r => r.Ways).Select(w => w.Steps[^1].By).OfType<Column>()).Distinct();

    private static void CheckUnscoped(IConventionEntityType type, DiagnosticBag findings)
    {
        if (UnscopedEntityTypeBuilderExtensions.ReasonOf(type) is not null)
            return;
        var name = type.DisplayName();
        findings.Add(CksCodes.UnscopedType, SourceLocation.Whole(name), $"The table of \"{name}\" is none of the scope model, so nothing says whose its rows are.", "Declare an entity for it in the model, or say why everybody may read it: entity.Unscoped(\"reason\").");
    }

    private void Filter(IConventionEntityType[] types, ScopeShape shape, DiagnosticBag findings)
    {
        var (instance, entities) = (Expression.Constant(context, context.GetType()), shape.Model.Entities.ToArray());
        foreach (var type in types.Where(t => !t.IsOwned() && t.BaseType is null))
        {
            if (ScopeMap.EntityOf(type, shape.Model) is not { } entity)
                continue;
            var name = type.DisplayName();
            if (type.GetDeclaredQueryFilters().Any(f => f.Key is null))
                findings.Add(CksCodes.UnscopedType, SourceLocation.Whole(name), $"\"{name}\" has a query filter without a name, beside which there can be no other.", "Give it one: HasQueryFilter(\"name\", ...).");
            else
                type.SetQueryFilter(ScopeFilter.Name, new QueryTranslator(type.Model, new ContextValues(instance, Array.IndexOf(entities, entity))).Predicate(type, shape.Queries[Array.IndexOf(entities, entity)]));
        }
    }
}
