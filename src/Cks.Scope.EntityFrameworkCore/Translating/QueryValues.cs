using System.Linq.Expressions;
using Cks.QueryBuilder;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Where the values of a query are taken from, by their place in it. None of them ever stands in a text of SQL: each is a parameter.</summary>
internal abstract class QueryValues
{
    /// <summary>A value of a type, which may be nullable.</summary>
    public abstract Expression At(Type type, int index);

    /// <summary>A list of such values.</summary>
    public abstract Expression ListAt(Type type, int index);

    /// <summary>The value of a query, which may leave open who looks.</summary>
    public static object Of(object value, Viewer? viewer) => value is Parameter open ? viewer!.ValueOf(open).Value : value;

    /// <summary>The value of a query as an entity may hold it.</summary>
    public static T To<T>(object value)
    {
        var type = typeof(T).UnwrapNullable();
        return (T)(value switch
        {
            DateTimeOffset moment when type == typeof(DateTime) => moment.UtcDateTime,
            DateTimeOffset moment => moment.ToUniversalTime(),
            int number when type == typeof(long) => (long)number,
            _ => value,
        });
    }

    public static T[] ToList<T>(object values) => Array.ConvertAll((object[])values, To<T>);
}
