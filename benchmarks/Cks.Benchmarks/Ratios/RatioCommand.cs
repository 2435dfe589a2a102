using System.Globalization;
using System.Reflection;
using Cks.Core;

namespace Cks.Benchmarks;

/// <summary>
/// <c>ratios [area[/case] ...] [--blocks N]</c>: a line a case on stdout, everything else on stderr. Cases whose names share what stands before a slash, such as
/// <c>page/median</c> and <c>page/empty</c>, are one claim: the line of the worst of them follows.
/// </summary>
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
        var chosen = new List<(IRatioArea Area, string Cases)>();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--blocks")
            {
                if (++i == args.Count || !int.TryParse(args[i], NumberStyles.None, CultureInfo.InvariantCulture, out var blocks) || blocks < RatioSettings.FewestBlocks)
                    return Refuse(error, $"--blocks takes a number from {RatioSettings.FewestBlocks}.");
                settings = settings with { Blocks = blocks };
            }
            else if (args[i].Split('/', 2) is var named && areas.FirstOrDefault(a => a.Name == named[0]) is { } area)
            {
                chosen.Add((area, named.ElementAtOrDefault(1) ?? ""));
            }
            else
            {
                return Refuse(error, $"There is no area \"{args[i]}\". {DidYouMean.Sentence(args[i], names)}");
            }
        }

        var result = Fine;
        foreach (var (area, cases) in chosen.Count == 0 ? areas.Select(a => (a, "")) : chosen)
            result = Math.Max(result, await RunAsync(area, cases, settings, output, error, cancellationToken));
        return result;
    }

    private static async Task<int> RunAsync(IRatioArea area, string cases, RatioSettings settings, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        await using var _ = area;
        var result = Fine;
        RatioResult? nullPair = null;
        var all = new List<(string Name, RatioResult Result)>();
        foreach (var next in (await area.PrepareAsync(cancellationToken)).Where(c => c.Name.StartsWith(cases, StringComparison.Ordinal)))
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
            all.Add((next.Name, measured));
        }

        foreach (var claim in all.GroupBy(c => c.Name.Split('/')[0]).Where(c => c.Count() > 1))
            if (claim.MinBy(c => c.Result.Ratio) is var worst)
                await output.WriteLineAsync($"{area.Name}/{claim.Key} {worst.Result} of={worst.Name}");
        return result;
    }

    private static int Refuse(TextWriter error, string message)
    {
        error.WriteLine(message);
        return WrongUse;
    }
}
