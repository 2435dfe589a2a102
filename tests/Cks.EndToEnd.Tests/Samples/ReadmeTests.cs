using System.Text.RegularExpressions;
using Cks.Tests.Portal;

namespace Cks.Tests.Samples;

/// <summary>The code in README.md is code that is compiled and run.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void The_code_of_the_readme_stands_in_the_sample_that_it_names()
    {
        var root = RunningPortal.FindRoot();
        var blocks = CodeBlock().Matches(File.ReadAllText(Path.Combine(root, "README.md"))).Select(m => m.Groups[1].Value.Trim()).ToArray();
        var sample = File.ReadAllText(Path.Combine(root, "samples", "Cks.Samples.PackageConsumer", "Program.cs"));

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(block, sample));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
