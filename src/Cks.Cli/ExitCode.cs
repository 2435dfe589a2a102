namespace Cks.Cli;

/// <summary>What the tool tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>Nothing to report.</summary>
    public const int Fine = 0;

    /// <summary>Warnings or failures were found.</summary>
    public const int Findings = 1;

    /// <summary>Wrong use, or input that cannot be read.</summary>
    public const int WrongUse = 2;

    /// <summary>Something that the answer depends on is down.</summary>
    public const int DependencyDown = 3;

    /// <summary>Ended by the user.</summary>
    public const int Cancelled = 130;
}
