using Cks.Core;

namespace Cks.HubConfig;

/// <summary>What exposures hold.</summary>
public sealed class ExposureOptions
{
    /// <summary>Key of <see cref="Exposure.Unit"/>, from a secret store: one for all hosts, and for as long as an experiment runs.</summary>
    /// <value>Default: <see langword="null"/>, and whoever has the identifiers of the units can work out which of them an exposure is about.</value>
    public Secret<byte[]>? Key { get; set; }
}
