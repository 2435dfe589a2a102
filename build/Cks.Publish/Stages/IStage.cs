namespace Cks.Publish;

/// <summary>One step of a release.</summary>
internal interface IStage
{
    /// <summary>One word.</summary>
    string Name { get; }

    /// <summary>Does it.</summary>
    Task<StageOutcome> RunAsync(Release release, CancellationToken cancellationToken);
}
