using System.Globalization;
using System.Reflection;
using Cks.Core;

namespace Cks.Benchmarks;

/// <summary><c>ratios [area ...] [--blocks N]</c>: a line a case on stdout, everything else on stderr.</summary>
internal static class RatioCommand
{
    private const int Fine = 0;
    private const int Findings = 1;
    private const int WrongUse = 2;

    /// <summary>Every area of an assembly, ordered by name.</summary>
    public static IReadOnlyList<IRatioArea> AreasOf(Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .Where(t => t.IsAssignableTo(typeof(IRatioArea)) && t.GetConstructor(Type.EmptyTypes) is not null)
            .Select(t => (IRatioArea)Activator.CreateInstance(t)!)
            .OrderBy(a => a.Name, StringComparer.Ordinal),
    ];

    /// <summary>Runs the areas that are named, or all of them.</summary>
    /// <returns>0; 1 when the sides of a case answer differently; 2 on wrong use.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, IReadOnlyList<IRatioArea> areas, TextWriter output, TextWriter error, CancellationToken cancellationToken, RatioSettings? settings = null)
    {
        settings ??= new();
        var names = areas.Select(a => a.Name).ToArray();
        var chosen = new List<IRatioArea>();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--blocks")
            {
                if (++i == args.Count || !int.TryParse(args[i], NumberStyles.None, CultureInfo.InvariantCulture, out var blocks) || blocks < RatioSettings.FewestBlocks)
                    return Refuse(error, $"--blocks takes a number from {RatioSettings.FewestBlocks}.");
                settings = settings with { Blocks = blocks };
            }
            else if (areas.FirstOrDefault(a => a.Name == args[i]) is { } area)
            {
                chosen.Add(area);
            }
            else
            {
                return Refuse(error, $"There is no area \"{args[i]}\". {DidYouMean.Sentence(args[i], names)}");
            }
        }

        var result = Fine;
        foreach (var area in chosen.Count == 0 ? areas : chosen)
            result = Math.Max(result, await RunAsync(area, settings, output, error, cancellationToken));
        return result;
    }

    private static async Task<int> RunAsync(IRatioArea area, RatioSettings settings, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        await using var _ = area;
        var result = Fine;
        RatioResult? nullPair = null;
        foreach (var next in await area.PrepareAsync(cancellationToken))
        {
            if (await next.DisagreementAsync() is { } difference)
            {
                await error.WriteLineAsync($"{area.Name}/{next.Name}: the two sides answer differently ({difference}), so they are not compared.");
                result = Findings;
                continue;
            }

            if (nullPair is null)
            {
                nullPair = await RatioRunner.MeasureNullAsync(next, settings, cancellationToken);
                await output.WriteLineAsync($"{area.Name}/null {nullPair}");
            }

            var measured = await RatioRunner.MeasureAsync(next, settings, cancellationToken);
            await output.WriteLineAsync($"{area.Name}/{next.Name} {measured}{(measured.IsVoid(nullPair) ? " void" : "")}");
        }

        return result;
    }

    private static int Refuse(TextWriter error, string message)
    {
        error.WriteLine(message);
        return WrongUse;
    }
}
