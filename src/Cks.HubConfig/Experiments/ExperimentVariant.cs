using Cks.Core;

namespace Cks.HubConfig;

/// <summary>One of the screens that an experiment tries out.</summary>
/// <param name="Id">Its name in the experiment; layers change it by that, and exposures name it.</param>
public sealed record ExperimentVariant(string Id)
{
    /// <summary>The first part of a million that it has, 0 to 999,999.</summary>
    /// <value>Default: the variants begin at equal distances, in the order of the document.</value>
    public int From { get; init; }

    /// <summary>How many parts of a million it has from there on. Raising it takes units from those that did not take part, and from no variant.</summary>
    public int PartsPerMillion { get; init; }

    /// <summary>Whether it changes the hub; a control changes nothing.</summary>
    public bool HasOverlay => Overlay is not null;

    /// <summary>The part of a document that it lays over all layers.</summary>
    internal SourceNode? Overlay { get; init; }
}
