using CsCheck;

namespace Cks.QueryBuilder.Tests;

internal sealed record CrewRow(
    string CrewId, string? Name, string? CenterId, bool IsTest, int? Age, long Points, Guid Tag, DateTimeOffset CreatedAt, DateTimeOffset? ArchivedAt);

internal sealed record CenterRow(string CenterId, string? Customer, int? Size);

/// <summary>Values from small pools, so that rows and conditions meet; the texts are those on which dialects tend to differ.</summary>
internal static class Pools
{
    public static readonly string[] Texts = ["", "a", "A", "ab", "aB", "b", "é", "É", "\uffee", "😀", "a%b", "a_b", "a!b", "a\\b", "%", "x'y\"z", "@p0", "$1", "?", "a ", "null"];
    public static readonly string[] Codes = ["C1", "C2", "C3", "C4"];
    private static readonly DateTimeOffset Start = new(2024, 2, 29, 23, 0, 0, TimeSpan.FromHours(2));

    public static readonly Gen<string> Text = Pick(Texts);
    public static readonly Gen<string> Code = Pick(Codes);
    public static readonly Gen<int> Small = Gen.Int[-2, 3];
    public static readonly Gen<long> Long = Pick(long.MinValue, -1, 0, 1, long.MaxValue);
    public static readonly Gen<Guid> Id = Pick(Guid.Empty, Guid.Parse("0a000000-0000-4000-8000-000000000001"), Guid.Parse("b0000000-0000-4000-8000-00000000000a"));
    public static readonly Gen<DateTimeOffset> Instant = Gen.Int[0, 5].Select(i => Start.AddHours(i).ToOffset(TimeSpan.FromHours(i - 3)));

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<T?> Perhaps<T>(Gen<T> gen)
        where T : class => Gen.Frequency((1, Gen.Const(() => (T?)null)), (4, gen.Select(v => (T?)v)));

    private static Gen<T?> PerhapsValue<T>(Gen<T> gen)
        where T : struct => Gen.Frequency((1, Gen.Const(() => (T?)null)), (4, gen.Select(v => (T?)v)));

    public static readonly Gen<CrewRow[]> Crew =
        Gen.Select(Perhaps(Text), Perhaps(Code), Gen.Bool, PerhapsValue(Small), Gen.Select(Long, Id), Instant, PerhapsValue(Instant))
            .Select((name, center, test, age, other, created, archived) => new CrewRow("", name, center, test, age, other.Item1, other.Item2, created, archived))
            .Array[40].Select(rows => rows.Select((row, i) => row with { CrewId = $"W{i:00}" }).ToArray());

    /// <summary>A row that nothing is NULL in, and that need not be there.</summary>
    public static readonly Gen<CrewRow> Key =
        Gen.Select(Text, Code, Gen.Bool, Small, Gen.Select(Long, Id), Instant, Instant, Gen.Int[0, 40])
            .Select((name, center, test, age, other, created, archived, id) => new CrewRow($"W{id:00}", name, center, test, age, other.Item1, other.Item2, created, archived));

    public static readonly Gen<CenterRow[]> Centers =
        Gen.Select(Perhaps(Gen.OneOf(Text, Code)), PerhapsValue(Small)).Array[Codes.Length].Select(rows => rows.Select((r, i) => new CenterRow(Codes[i], r.Item1, r.Item2)).ToArray());
}
