using Cks.QueryBuilder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>
/// The tables of the scope model once more, beside what the application maps: rows without a key or a class, which no filter touches and no migration makes. Ways go through these, so that the application need
/// not map the tables in between.
/// </summary>
internal static class WayTables
{
    private const string Prefix = "cks:";

    public static IReadOnlyEntityType? Find(IReadOnlyModel model, string table) => model.FindEntityType(Prefix + table);

    public static bool IsOne(IReadOnlyEntityType type) => type.Name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Adds the table of an entity.</summary>
    /// <param name="model">The model that is being made.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="schema">The schema of the table; <see langword="null"/> for the default.</param>
    /// <param name="momentsAreText">Whether the database knows moments as text only.</param>
    public static void Add(IConventionModelBuilder model, ScopeEntity entity, string? schema, bool momentsAreText)
    {
        if (Find(model.Metadata, entity.Table.Name) is not null)
            return;
        // As if the application had asked for it: what only a convention added and nothing points to is taken out again.
        var type = model.SharedTypeEntity(Prefix + entity.Table.Name, typeof(Dictionary<string, object>), shouldBeOwned: false, fromDataAnnotation: true)!.HasNoKey()!;
        type.Metadata.SetViewName(entity.Table.Name);
        type.Metadata.SetViewSchema(schema);
        foreach (var column in entity.Table.Columns)
        {
            var (clr, canBeNull) = TypeOf(column);
            var property = type.IndexerProperty(clr, column.Name)!.IsRequired(!canBeNull || column == entity.Key || column == entity.Tenant)!;
            property.Metadata.SetColumnName(column.Name);
            if (momentsAreText && clr.UnwrapNullable() == typeof(DateTimeOffset))
                property.HasConversion(new InstantText());
        }
    }

    private static (Type Clr, bool CanBeNull) TypeOf(Column column) => column switch
    {
        Column<string> => (typeof(string), true),
        Column<bool> => (typeof(bool), false),
        Column<bool?> => (typeof(bool?), true),
        Column<int> => (typeof(int), false),
        Column<int?> => (typeof(int?), true),
        Column<long> => (typeof(long), false),
        Column<long?> => (typeof(long?), true),
        Column<DateTimeOffset> => (typeof(DateTimeOffset), false),
        Column<DateTimeOffset?> => (typeof(DateTimeOffset?), true),
        _ => throw new NotSupportedException($"{column} has a type that no scope is made of."),
    };
}
