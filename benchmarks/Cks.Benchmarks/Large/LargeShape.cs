using System.Globalization;

namespace Cks.Benchmarks;

/// <summary>
/// How many there are of each in the large portal, and who is under whom: plain arithmetic, so that it is the same for ever. The first manager has 30 % of
/// all customers, the first contractor has 30 % of these; the last of each has nobody.
/// </summary>
internal sealed class LargeShape
{
    /// <summary>The crew comes in multiples of this.</summary>
    public const int Step = 5_000;

    /// <summary>Fewest crew members.</summary>
    public const int Fewest = 4 * Step;

    /// <param name="crew">A multiple of <see cref="Step"/>.</param>
    public LargeShape(int crew)
    {
        if (crew < Fewest || crew % Step != 0)
            throw new ArgumentOutOfRangeException(nameof(crew), crew, $"A multiple of {Step} from {Fewest} is needed.");
        (Crew, Centers, Customers, Contractors, Managers, Activities) = (crew, crew / 10, crew / 50, crew / 500, Math.Max(10, crew / 10_000), 2 * crew);
    }

    public int Crew { get; }

    public int Centers { get; }

    public int Customers { get; }

    public int Contractors { get; }

    public int Managers { get; }

    public int Warehouses => Managers * 2;

    public int Activities { get; }

    /// <summary>Three contractors of ten are under the first manager.</summary>
    public int ManagerOf(int contractor) => contractor % 10 < 3 ? 0 : 1 + contractor % (Managers - 2);

    public int ContractorOf(int customer)
    {
        var (hundred, place) = Math.DivRem(customer, 100);
        if (place < 9)
            return 0;
        // The contractors of the first manager without the first of them, and those of all others without the last.
        var (rank, ofFirst) = place < 30 ? (hundred * 21 + place - 9, true) : (hundred * 70 + place - 30, false);
        var index = ofFirst ? 1 + rank % (Contractors / 10 * 3 - 1) : rank % (Contractors / 10 * 7 - 1);
        return ofFirst ? index / 3 * 10 + index % 3 : index / 7 * 10 + 3 + index % 7;
    }

    public int CustomerOf(int center) => center % (Customers - 1);

    public int CenterOf(int crew) => crew % (Centers - 1);

    public int ManagerOfWarehouse(int warehouse) => warehouse % (Managers - 1);

    /// <summary>The code of the one with this index; all have seven digits, so that their order is that of the numbers, and none is a zero that the canonical form leaves out.</summary>
    public static string Code(string prefix, int index) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{index + 1_000_001}");
}
