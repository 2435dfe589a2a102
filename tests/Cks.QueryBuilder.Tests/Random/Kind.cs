using System.Data.Common;
using System.Globalization;
using System.Text.Json;

namespace Cks.QueryBuilder.Tests;

/// <summary>A type of column: what stands in it, and the calls of the library that need its type. Values are plain: a JSON value is a <see cref="JsonElement"/>.</summary>
internal abstract class Kind
{
    private static readonly object[] Instants = [.. Enumerable.Range(0, 5).Select(i => (object)new DateTimeOffset(2024, 2, 29, 20, 0, 0, TimeSpan.Zero).AddHours(i).AddTicks(10 * i).ToOffset(TimeSpan.FromHours(i - 2)))];
    private static readonly object[] Days = [new DateOnly(2024, 2, 29), new DateOnly(999, 12, 31), new DateOnly(2024, 3, 1), new DateOnly(1969, 1, 1)];
    private static readonly object[] Ids = [Guid.Parse("0a000000-0000-4000-8000-000000000001"), Guid.Parse("b0000000-0000-4000-8000-00000000000a"), Guid.Empty];
    private static readonly object[] Blobs = [new byte[] { 1 }, Array.Empty<byte>(), new byte[] { 1, 0 }, new byte[] { 255 }];
    private static readonly object[] Smalls = [1, 0, -1, 2, 3];
    private static readonly object[] Integers = [1, 0, int.MinValue, int.MaxValue];
    private static readonly object[] SmallLongs = [1L, 0L, -2L, 5L];
    private static readonly object[] Longs = [1L, 0L, long.MinValue, long.MaxValue, 9_007_199_254_740_993L];
    private static readonly object[] Halves = [0.5, 0.0, -1.25, 3.0];
    private static readonly object[] Doubles = [0.1, 0.30000000000000004, double.MaxValue, double.Epsilon, -1.7976931348623155E+308, 1e22, 2.2250738585072014E-308, 123456789012345680.0];

    public static readonly Kind<string> Text = new(["a", "A", "ab", "", "b", "é", "É", "\uffee", "😀", "a%b", "a_b", "aB", "a ", "n1", "n2", "c1", "c2"], (r, i) => r.GetString(i));
    public static readonly Kind<bool> Flag = new([true, false], (r, i) => r.GetBoolean(i));
    public static readonly Kind<int> Int = new(Integers, (r, i) => r.GetInt32(i));
    public static readonly Kind<int> SmallInt = new(Smalls, (r, i) => r.GetInt32(i), sums: true);
    public static readonly Kind<long> Long = new(Longs, (r, i) => r.GetInt64(i));
    public static readonly Kind<long> Number = new(SmallLongs, (r, i) => r.GetInt64(i), sums: true);
    public static readonly Kind<double> Double = new(Doubles, (r, i) => r.GetDouble(i));
    public static readonly Kind<double> Half = new(Halves, (r, i) => r.GetDouble(i), sums: true); // sums are exact, whatever the order
    public static readonly Kind<Guid> Id = new(Ids, (r, i) => r.GetGuid(i));
    public static readonly Kind<DateTimeOffset> Instant = new(Instants, (r, i) => r.GetFieldValue<DateTimeOffset>(i));
    public static readonly Kind<DateOnly> Day = new(Days, (r, i) => r.GetFieldValue<DateOnly>(i));
    public static readonly Kind<byte[]> Bytes = new(Blobs, (r, i) => r.GetFieldValue<byte[]>(i));
    public static readonly Kind<JsonElement> Json = new([.. Tests.Json.Documents.Cast<object>()], (r, i) => Tests.Json.Parse(r.GetString(i)));

    public static readonly Kind<bool?> PerhapsFlag = Flag.Perhaps<bool?>();
    public static readonly Kind<int?> PerhapsInt = SmallInt.Perhaps<int?>();
    public static readonly Kind<long?> PerhapsNumber = Number.Perhaps<long?>();
    public static readonly Kind<double?> PerhapsDouble = Double.Perhaps<double?>();
    public static readonly Kind<double?> PerhapsHalf = Half.Perhaps<double?>();
    public static readonly Kind<Guid?> PerhapsId = Id.Perhaps<Guid?>();
    public static readonly Kind<DateTimeOffset?> PerhapsInstant = Instant.Perhaps<DateTimeOffset?>();
    public static readonly Kind<DateOnly?> PerhapsDay = Day.Perhaps<DateOnly?>();
    public static readonly Kind<JsonElement?> PerhapsJson = Json.Perhaps<JsonElement?>();

    /// <summary>The type without its nullability.</summary>
    public required Type Base { get; init; }

    public required object[] Pool { get; init; }

    public required Func<DbDataReader, int, object> Read { get; init; }

    /// <summary>Whether sums of it are exact and small.</summary>
    public bool Sums { get; init; }

    public bool IsComparable => Base != typeof(JsonElement);

    public bool HasList => IsComparable && Base != typeof(byte[]);

    public bool HasLeast => HasList && Base != typeof(bool) && Base != typeof(Guid);

    public bool IsNumber => Base == typeof(int) || Base == typeof(long) || Base == typeof(double);

    /// <summary>Whether the two are of one type in .NET, nullability included.</summary>
    public bool IsSame(Kind other) => GetType() == other.GetType();

    public abstract void Declare(TableBuilder table, string name);

    public abstract Column In(Table table, Column origin);

    public abstract ConditionGroup Compare(ConditionGroup group, Column column, Op op, object value);

    public abstract ConditionGroup Compare(ConditionGroup group, Column column, Op op, Parameter parameter);

    public abstract ConditionGroup Compare(ConditionGroup group, Column column, Op op, Column other);

    public abstract ConditionGroup Between(ConditionGroup group, Column column, object first, object last);

    public abstract ConditionGroup In(ConditionGroup group, Column column, object[] values);

    public abstract Query Having(Query query, Column column, Op op, object value);

    public abstract (Parameter Parameter, ParameterValue Value) Parameter(object value);

    public abstract Column Least(Column column);

    public abstract Column Greatest(Column column);

    public abstract Write Set(Write write, Column column, object? value);
}

/// <inheritdoc cref="Kind"/>
internal sealed class Kind<T> : Kind
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public Kind(object[] pool, Func<DbDataReader, int, object> read, bool sums = false) =>
        (Base, Pool, Read, Sums) = (Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), pool, read, sums);

    public Kind<TPerhaps> Perhaps<TPerhaps>() => new(Pool, Read, Sums);

    public override void Declare(TableBuilder table, string name) => table.Column<T>(name);

    public override Column In(Table table, Column origin) => table.Column((Column<T>)origin);

    public override ConditionGroup Compare(ConditionGroup group, Column column, Op op, object value) => group.Where((Column<T>)column, op, (T)value);

    public override ConditionGroup Compare(ConditionGroup group, Column column, Op op, Parameter parameter) => group.Where((Column<T>)column, op, (Parameter<T>)parameter);

    public override ConditionGroup Compare(ConditionGroup group, Column column, Op op, Column other) => group.Where((Column<T>)column, op, (Column<T>)other);

    public override ConditionGroup Between(ConditionGroup group, Column column, object first, object last) => group.WhereBetween((Column<T>)column, (T)first, (T)last);

    public override ConditionGroup In(ConditionGroup group, Column column, object[] values) => group.WhereIn((Column<T>)column, Array.ConvertAll(values, v => (T)v));

    public override Query Having(Query query, Column column, Op op, object value) => query.Having((Column<T>)column, op, (T)value);

    public override (Parameter Parameter, ParameterValue Value) Parameter(object value)
    {
        var parameter = new Parameter<T>(string.Create(CultureInfo.InvariantCulture, $"one of {Base.Name}"));
        return (parameter, parameter.Is((T)value));
    }

    public override Column Least(Column column) => Aggregate.Min((Column<T>)column);

    public override Column Greatest(Column column) => Aggregate.Max((Column<T>)column);

    public override Write Set(Write write, Column column, object? value) => write.Set((Column<T>)column, value is null ? default : (T)value);
}
