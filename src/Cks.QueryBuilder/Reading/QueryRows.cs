using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Cks.QueryBuilder;

/// <summary>Reads values of rows by their declared columns, the same on every dialect.</summary>
public static class QueryRows
{
    /// <summary>The value of a column in the current row: <c>row.Value(createdAt, 3)</c>. Instants come in UTC.</summary>
    /// <typeparam name="T">The type with which the column is declared.</typeparam>
    /// <param name="row">The row that a read handed over.</param>
    /// <param name="column">The column.</param>
    /// <param name="ordinal">Its place in <see cref="Query.Columns"/>.</param>
    /// <returns>The value; <see langword="null"/> for NULL where the type has room for it.</returns>
    /// <exception cref="InvalidCastException">The value is NULL and the type has no room for it, or it is of another type; <see cref="InvalidOperationException"/> on SQLite.</exception>
    public static T? Value<T>(this DbDataReader row, Column<T> column, int ordinal)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(column);
        // One of these is left of the compiled method of each type; none of them boxes. A provider refuses NULL by itself.
        if (typeof(T) == typeof(int))
            return As<int, T>(row.GetInt32(ordinal));
        if (typeof(T) == typeof(long))
            return As<long, T>(row.GetInt64(ordinal));
        if (typeof(T) == typeof(bool))
            return As<bool, T>(row.GetBoolean(ordinal));
        if (typeof(T) == typeof(double))
            return As<double, T>(row.GetDouble(ordinal));
        if (typeof(T) == typeof(Guid))
            return As<Guid, T>(row.GetGuid(ordinal));
        if (typeof(T) == typeof(DateTimeOffset))
            return As<DateTimeOffset, T>(Instant(row, ordinal));
        if (typeof(T) == typeof(DateOnly))
            return As<DateOnly, T>(row.GetFieldValue<DateOnly>(ordinal));
        if (typeof(T) == typeof(JsonElement))
            return As<JsonElement, T>(JsonElement.Parse(row.GetString(ordinal)));
        return row.IsDBNull(ordinal) ? default : Nullable(row, column, ordinal);
    }

    // Apart, so that the method above stays small enough to be compiled into its caller.
    private static T Nullable<T>(DbDataReader row, Column<T> column, int ordinal)
    {
        if (typeof(T) == typeof(string))
            return As<string, T>(row.GetString(ordinal));
        if (typeof(T) == typeof(byte[]))
            return As<byte[], T>(row.GetFieldValue<byte[]>(ordinal));
        if (typeof(T) == typeof(bool?))
            return As<bool?, T>(row.GetBoolean(ordinal));
        if (typeof(T) == typeof(int?))
            return As<int?, T>(row.GetInt32(ordinal));
        if (typeof(T) == typeof(long?))
            return As<long?, T>(row.GetInt64(ordinal));
        if (typeof(T) == typeof(double?))
            return As<double?, T>(row.GetDouble(ordinal));
        if (typeof(T) == typeof(Guid?))
            return As<Guid?, T>(row.GetGuid(ordinal));
        if (typeof(T) == typeof(DateTimeOffset?))
            return As<DateTimeOffset?, T>(Instant(row, ordinal));
        if (typeof(T) == typeof(DateOnly?))
            return As<DateOnly?, T>(row.GetFieldValue<DateOnly>(ordinal));
        if (typeof(T) == typeof(JsonElement?))
            return As<JsonElement?, T>(JsonElement.Parse(row.GetString(ordinal)));
        return Unknown(column);
    }

    private static DateTimeOffset Instant(DbDataReader row, int ordinal) => row.GetFieldValue<DateTimeOffset>(ordinal).ToUniversalTime();

    private static T As<TFrom, T>(TFrom value) => Unsafe.As<TFrom, T>(ref value);

    [DoesNotReturn]
    private static T Unknown<T>(Column<T> column) => throw new InvalidCastException($"{column} is of a type that is not read.");
}
