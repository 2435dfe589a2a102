using CsCheck;

namespace Cks.QueryBuilder.Tests;

/// <summary>What is made step by step from random numbers. Its size is how many were taken, so that CsCheck looks for a smaller one that fails too.</summary>
internal sealed class Generated<T>(Func<Chance, T> make) : Gen<T>
{
    public override T Generate(PCG pcg, Size? min, out Size size)
    {
        var chance = new Chance(pcg);
        var made = make(chance);
        size = new Size(chance.Taken);
        return made;
    }
}

/// <summary>Random choices.</summary>
/// <param name="pcg">Where they come from.</param>
/// <param name="reach">Only so many of the first things of a list are chosen from.</param>
internal sealed class Chance(PCG pcg, int reach = int.MaxValue)
{
    public ulong Taken { get; private set; }

    public int Below(int count)
    {
        Taken++;
        return count <= 1 ? 0 : (int)pcg.Next((uint)count);
    }

    public bool OneIn(int count) => Below(count) == 0;

    public T Pick<T>(IReadOnlyList<T> list) => list[Below(Math.Min(list.Count, reach))];

    public Chance Within(int first) => new(pcg, first);

    /// <summary>Rows of a table of the world; their keys are the first column.</summary>
    public object?[][] Rows(WorldColumn[] columns) =>
        [.. Enumerable.Range(0, OneIn(12) ? 0 : 3 + Below(World.MostRows - 2)).Select(i => Array.ConvertAll(columns, c => c.Key is { } key ? key(i) : c.IsNullable && OneIn(5) ? null : Pick(c.Pool ?? c.Kind.Pool)))];
}
