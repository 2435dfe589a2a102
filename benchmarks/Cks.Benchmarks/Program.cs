using BenchmarkDotNet.Running;
using Cks.Benchmarks;

if (args is ["ratios", .. var rest])
    return await RatioCommand.RunAsync(rest, RatioCommand.AreasOf(typeof(RatioCommand).Assembly), Console.Out, Console.Error, CancellationToken.None);
if (args is ["seed", .. var how])
    return await SeedCommand.RunAsync(how, Console.Out, Console.Error);

BenchmarkSwitcher.FromAssembly(typeof(RatioCommand).Assembly).Run(args);
return 0;
