using static Cks.Benchmarks.LargeShape;

namespace Cks.Benchmarks;

/// <summary>Who looks at the large portal: of the middling ones as many as there are, up to 200; the one with the most rows; the one with none.</summary>
internal sealed class LargeViewers(LargeShape shape)
{
    private const int Most = 200;

    public IReadOnlyList<(string Which, string[] Codes)> Managers { get; } = Three("MGR", Enumerable.Range(1, shape.Managers - 2), shape.Managers - 1);

    public IReadOnlyList<(string Which, string[] Codes)> Contractors { get; } = Three("CON", Spread(shape.Contractors, Most).Skip(1), shape.Contractors - 1);

    /// <summary>Two hundred of all six roles, the largest, the quiet and the empty ones among them.</summary>
    public IReadOnlyList<(string Role, string Code)> OfAllRoles { get; } =
    [
        .. Some("manager", "MGR", shape.Managers, 34), .. Some("contractor", "CON", shape.Contractors, 34), .. Some("customer", "CUS", shape.Customers, 33),
        .. Some("center", "CEN", shape.Centers, 33), .. Some("crew", "CRW", shape.Crew, 33), .. Some("warehouse", "WHS", shape.Warehouses, 33),
    ];

    /// <summary>Every input of a case, as often as it takes to have enough of them.</summary>
    public static IEnumerable<T> Enough<T>(IReadOnlyList<T> inputs) => Enumerable.Range(0, RatioCase.FewestInputs + inputs.Count).Select(i => inputs[i % inputs.Count]);

    /// <summary>Crew members, and managers of whom every second one has the crew member.</summary>
    public IEnumerable<(string Manager, string Crew)> Looks(string[] managers)
    {
        var random = new Random(managers.Length);
        for (var i = 0; i < RatioCase.FewestInputs * 2; i++)
        {
            var crew = random.Next(shape.Crew);
            var own = Code("MGR", shape.ManagerOf(shape.ContractorOf(shape.CustomerOf(shape.CenterOf(crew)))));
            yield return (i % 2 == 0 && managers.Contains(own) ? own : managers[random.Next(managers.Length)], Code("CRW", crew));
        }
    }

    private static (string, string[])[] Three(string prefix, IEnumerable<int> middling, int last) =>
        [("median", [.. middling.Take(Most).Select(i => Code(prefix, i))]), ("largest", [Code(prefix, 0)]), ("empty", [Code(prefix, last)])];

    private static IEnumerable<int> Spread(int count, int wanted) => Enumerable.Range(0, Math.Min(count, wanted)).Select(i => (int)((long)i * (count - 1) / Math.Max(1, Math.Min(count, wanted) - 1)));

    // An archived viewer has no feed; the first, the last and what lies between stand for the rest.
    private static IEnumerable<(string, string)> Some(string role, string prefix, int count, int wanted) => Spread(count, wanted).Select(i => (role, Code(prefix, i)));
}
