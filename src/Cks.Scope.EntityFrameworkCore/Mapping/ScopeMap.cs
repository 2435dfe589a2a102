using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Cks.Core;
using Cks.QueryBuilder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Which entity of the scope model a mapped type is, by its table, and which property a column is.</summary>
internal static class ScopeMap
{
    private static readonly ConditionalWeakTable<IReadOnlyEntityType, ConcurrentDictionary<Column, IReadOnlyProperty>> Properties = [];

    /// <summary>What a type is read from: a view before a table; nothing where it is SQL or a function.</summary>
    public static StoreObjectIdentifier? StoreOf(IReadOnlyEntityType type) => type.GetSqlQuery() is not null || type.GetFunctionName() is not null
        ? null
        : StoreObjectIdentifier.Create(type, StoreObjectType.View) ?? StoreObjectIdentifier.Create(type, StoreObjectType.Table);

    /// <summary>The entity whose rows a type holds; <see langword="null"/> when there is none. Of two that share a table none would be the one that is meant.</summary>
    public static ScopeEntity? EntityOf(IReadOnlyEntityType type, ScopeModel model) =>
        StoreOf(type) is { } store && model.Entities.Where(e => e.Table.Name == store.Name).ToArray() is [var entity] ? entity : null;

    /// <summary>The property that holds a column.</summary>
    /// <exception cref="CksConfigurationException">There is none, or it holds something else (CKS315).</exception>
    public static IReadOnlyProperty PropertyOf(IReadOnlyEntityType type, Column column)
    {
        var known = Properties.GetOrCreateValue(type);
        if (known.TryGetValue(column, out var property))
            return property;
        var findings = new DiagnosticBag();
        property = Find(type, column, findings);
        findings.ThrowIfErrors();
        return known.GetOrAdd(column, property!);
    }

    /// <summary>The property that holds a column, or a finding.</summary>
    public static IReadOnlyProperty? Find(IReadOnlyEntityType type, Column column, DiagnosticBag findings)
    {
        var property = WayTables.IsOne(type) ? type.FindProperty(column.Name) : StoreOf(type) is { } store ? type.GetProperties().FirstOrDefault(p => p.GetColumnName(store) == column.Name) : null;
        var name = type.DisplayName();
        if (property is null)
            findings.Add(CksCodes.UnmappedColumn, SourceLocation.Whole(name), $"\"{name}\" maps no property to the column \"{column.Name}\", which its scope looks at.", $"Map it; a shadow property will do: entity.Property<{NameOf(column)}>(\"{column.Name}\").");
        else if (!Holds(property.ClrType.UnwrapNullable(), column))
            findings.Add(CksCodes.UnmappedColumn, SourceLocation.Whole($"{name}.{property.Name}"), $"The property is a {property.ClrType.UnwrapNullable().Name}, and the scope compares \"{column.Name}\" as {NameOf(column)}.", $"Map the column as {NameOf(column)}.");
        else if (!WayTables.IsOne(type) && ((property.GetValueConverter() is { } converter && converter is not InstantText) || property.GetProviderClrType() is not null))
            findings.Add(CksCodes.UnmappedColumn, SourceLocation.Whole($"{name}.{property.Name}"), $"The values of \"{column.Name}\" are converted, so that they are not compared as the scope does.", "Map the column without a conversion; on SQLite moments with InstantText.");
        else if (column.IsNullable && column is not Column<string> && !property.IsNullable)
            findings.Add(CksCodes.UnmappedColumn, SourceLocation.Whole($"{name}.{property.Name}"), $"The property always has a value, and \"{column.Name}\" may have none.", $"Map the column as {NameOf(column)}.");
        else
            return property;
        return null;
    }

    private static bool Holds(Type type, Column column) => column switch
    {
        Column<string> => type == typeof(string),
        Column<bool> or Column<bool?> => type == typeof(bool),
        Column<int> or Column<int?> => type == typeof(int),
        Column<long> or Column<long?> => type == typeof(long) || type == typeof(int),
        Column<DateTimeOffset> or Column<DateTimeOffset?> => type == typeof(DateTimeOffset) || type == typeof(DateTime),
        _ => false,
    };

    private static string NameOf(Column column) => column switch
    {
        Column<string> => "string",
        Column<bool> => "bool",
        Column<bool?> => "bool?",
        Column<int> => "int",
        Column<int?> => "int?",
        Column<long> => "long",
        Column<long?> => "long?",
        Column<DateTimeOffset> => "DateTimeOffset",
        _ => "DateTimeOffset?",
    };
}
