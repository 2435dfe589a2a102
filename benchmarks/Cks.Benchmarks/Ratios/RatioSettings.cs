namespace Cks.Benchmarks;

/// <summary>How long and how often to measure.</summary>
internal sealed record RatioSettings
{
    /// <summary>Fewest pairs of blocks that a median may rest on.</summary>
    public const int FewestBlocks = 11;

    /// <summary>Pairs of blocks of a case.</summary>
    /// <value>Default: 11.</value>
    public int Blocks { get; init; } = FewestBlocks;

    /// <summary>Shortest length of a block.</summary>
    /// <value>Default: 50 ms.</value>
    public TimeSpan Block { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long each side runs before it is measured, so that the compiler has settled.</summary>
    /// <value>Default: 500 ms.</value>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMilliseconds(500);
}
