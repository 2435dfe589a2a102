namespace Cks.Publish;

/// <summary>What the commands tell the shell: the codes of the tool <c>cks</c>.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Fine = 0;

    /// <summary>A check refused.</summary>
    public const int Findings = 1;

    /// <summary>Wrong use, or input that cannot be read.</summary>
    public const int WrongUse = 2;

    /// <summary>A feed or another source is down.</summary>
    public const int DependencyDown = 3;

    /// <summary>Ended by the user.</summary>
    public const int Cancelled = 130;
}
