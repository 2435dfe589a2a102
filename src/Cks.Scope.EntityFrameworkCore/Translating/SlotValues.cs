using System.Linq.Expressions;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Values that a query brings along, as the variables that a lambda captures; what is compared several times is one.</summary>
internal sealed class SlotValues(object[] values) : QueryValues
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

    private readonly Dictionary<(Type, object), Expression> _slots = [];

    public override Expression At(Type type, int index) => _slots.TryGetValue((type, values[index]), out var slot) ? slot : _slots[(type, values[index])] = Makers[type].One(values[index]);

    public override Expression ListAt(Type type, int index) => Makers[type].List(values[index]);

    private static (Func<object, Expression>, Func<object, Expression>) For<T>() => (value => Slot<T>.Of(To<T>(value)), value => Slot<T[]>.Of(ToList<T>(value)));
}

/// <summary>A captured variable; its name is that of the parameter.</summary>
internal sealed class Slot<T>
{
    public T? Scope;

    public static MemberExpression Of(T value) => Expression.Field(Expression.Constant(new Slot<T> { Scope = value }), nameof(Scope));
}
