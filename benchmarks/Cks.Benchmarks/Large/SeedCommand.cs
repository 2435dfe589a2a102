using System.Diagnostics;
using System.Globalization;

namespace Cks.Benchmarks;

/// <summary><c>seed --crew N [--sqlite]</c>: makes the large portal for <c>ratios scope</c>, and tells the hash of its rows.</summary>
internal static class SeedCommand
{
    /// <returns>0; 1 when there is no server; 2 on wrong use.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        if (args is not (["--crew", _] or ["--crew", _, "--sqlite"])
            || !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out var crew) || crew < LargeShape.Fewest || crew % LargeShape.Step != 0)
        {
            await error.WriteLineAsync($"seed --crew N [--sqlite], where N is a multiple of {LargeShape.Step} from {LargeShape.Fewest}.");
            return 2;
        }

        var (shape, clock) = (new LargeShape(crew), Stopwatch.StartNew());
        string hash;
        if (args.Count == 3)
        {
            hash = LargeStore.SeedSqlite(shape, Progress);
        }
        else
        {
            await using var store = await LargeStore.OpenAsync(create: true);
            if (store.Server is null)
            {
                await error.WriteLineAsync("PostgreSQL is not installed, and CKS_TEST_POSTGRES names no server.");
                return 1;
            }

            hash = await store.SeedPostgresAsync(shape, Progress);
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"crew={shape.Crew} activities={shape.Activities} seconds={clock.Elapsed.TotalSeconds:0} sha256={hash}"));
        return 0;

        void Progress(string step) => error.WriteLine($"{clock.Elapsed.TotalSeconds,6:0} {step}");
    }
}
