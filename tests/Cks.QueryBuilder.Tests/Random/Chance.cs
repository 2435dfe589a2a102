using CsCheck;

namespace Cks.QueryBuilder.Tests;

/// <summary>What is made step by step from random numbers. Its size is how many were taken, so that CsCheck looks for a smaller one that fails too.</summary>
internal sealed class Generated<T>(Func<Chance, T> make) : Gen<T>
{
    public override T Generate(PCG pcg, Size? min, out Size size)
    {
        var chance = new Chance(pcg, pcg);
        var made = make(chance);
        size = new Size(chance.Taken);
        return made;
    }
}

/// <summary>The same twice, with other values: all values of the first hold the digits of <see cref="First"/>, those of the second the digits of <see cref="Second"/>.</summary>
internal sealed class Twins<T>(Func<Chance, T> make) : Gen<(T First, T Second)>
{
    public const int First = 777;
    public const int Second = 888;

    public override (T First, T Second) Generate(PCG pcg, Size? min, out Size size)
    {
        var state = pcg.Next64();
        var chance = new Chance(new PCG(1, state), pcg, mark: First);
        var first = make(chance);
        size = new Size(chance.Taken);
        return (first, make(new(new PCG(1, state), pcg, mark: Second)));
    }
}

/// <summary>Random choices.</summary>
/// <param name="form">What decides on the form.</param>
/// <param name="values">What decides on the values.</param>
/// <param name="reach">Only so many of the first things of a list are chosen from.</param>
/// <param name="mark">A number whose digits stand in every value that has room for them.</param>
internal sealed class Chance(PCG form, PCG values, int reach = int.MaxValue, int? mark = null)
{
    public ulong Taken { get; private set; }

    public int Below(int count)
    {
        Taken++;
        return count <= 1 ? 0 : (int)form.Next((uint)count);
    }

    public bool OneIn(int count) => Below(count) == 0;

    public T Pick<T>(IReadOnlyList<T> list) => list[Below(Math.Min(list.Count, reach))];

    public object Value(object[] pool)
    {
        var value = pool[values.Next((uint)pool.Length)];
        if (mark is not { } digits)
            return value;
        var number = (digits * 1_000) + (int)values.Next(100u);
        return value switch
        {
            string text => $"{text}{digits}",
            int => number,
            long => (long)number,
            double => number + 0.5,
            Guid => new Guid(number, 0, 0, new byte[8]),
            DateTimeOffset => new DateTimeOffset(2_000 + digits, 1, 2, 3, 4, 5, TimeSpan.Zero),
            DateOnly => new DateOnly(2_000 + digits, 1, 2),
            _ => value,
        };
    }

    public Chance Within(int first) => new(form, values, first, mark);

    /// <summary>Rows of a table of the world.</summary>
    public object?[][] Rows(WorldColumn[] columns) => [.. Enumerable.Range(0, OneIn(12) ? 0 : 3 + Below(World.MostRows - 2)).Select(i => Row(columns, i))];

    public object?[] Row(WorldColumn[] columns, int key) => Array.ConvertAll(columns, c => c.Key is { } of ? of(key) : c.IsNullable && OneIn(5) ? null : Value(c.Pool ?? c.Kind.Pool));
}
