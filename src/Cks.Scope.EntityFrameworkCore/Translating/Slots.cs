using System.Linq.Expressions;
using System.Reflection;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Captures values, and lists of them, as the variables that a lambda captures: each becomes a parameter.</summary>
internal static class Slots
{
    private static readonly Dictionary<Type, (Func<object, Expression> One, Func<object, Expression> List)> Makers = new()
    {
        [typeof(string)] = For<string>(),
        [typeof(bool)] = For<bool>(),
        [typeof(bool?)] = For<bool?>(),
        [typeof(int)] = For<int>(),
        [typeof(int?)] = For<int?>(),
        [typeof(long)] = For<long>(),
        [typeof(long?)] = For<long?>(),
        [typeof(DateTimeOffset)] = For<DateTimeOffset>(),
        [typeof(DateTimeOffset?)] = For<DateTimeOffset?>(),
        [typeof(DateTime)] = For<DateTime>(),
        [typeof(DateTime?)] = For<DateTime?>(),
    };

    public static (Func<object, Expression> One, Func<object, Expression> List) Of(Type type) => Makers[type];

    private static (Func<object, Expression>, Func<object, Expression>) For<T>() => (value => Slot<T>.Of(QueryValues.To<T>(value)), value => Slot<T[]>.Of(QueryValues.ToList<T>(value)));
}

/// <summary>A captured variable; its name is that of the parameter.</summary>
internal sealed class Slot<T>
{
    private static readonly FieldInfo Field = typeof(Slot<T>).GetField(nameof(Scope))!;

    public T? Scope;

    public static MemberExpression Of(T value) => Expression.Field(Expression.Constant(new Slot<T> { Scope = value }), Field);
}
