using System.Linq.Expressions;
using System.Reflection;
using Cks.QueryBuilder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>A mapped column of one row.</summary>
internal sealed class RowProperty
{
    private static readonly MethodInfo Of = typeof(EF).GetMethod(nameof(EF.Property))!;

    public RowProperty(IReadOnlyProperty property, Column column, Expression row)
    {
        (Name, CanBeNull, MayBeMissing) = ($"{property.DeclaringType.DisplayName()}.{property.Name}", property.IsNullable, column.IsNullable);
        Access = Expression.Call(Of.MakeGenericMethod(property.ClrType), row, Expression.Constant(property.Name));
        // A narrow number is compared as a wide one: a value that it cannot hold is then less or greater, as it is in SQL.
        if (column is Column<long> or Column<long?> && property.ClrType.UnwrapNullable() != typeof(long))
            Access = Expression.Convert(Access, CanBeNull ? typeof(long?) : typeof(long));
    }

    public string Name { get; }

    public Expression Access { get; }

    /// <summary>Whether the model knows that it can be missing.</summary>
    public bool CanBeNull { get; }

    /// <summary>Whether the scope model says so.</summary>
    public bool MayBeMissing { get; }

    /// <summary>That it has a value; <see langword="null"/> where it always has.</summary>
    public Expression? IsPresent => CanBeNull ? Expression.NotEqual(Access, Expression.Constant(null, Access.Type)) : null;
}
