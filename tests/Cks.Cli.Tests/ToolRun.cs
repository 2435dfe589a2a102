namespace Cks.Cli.Tests;

/// <summary>What a run of the tool gave.</summary>
internal sealed record ToolRun(int Exit, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
