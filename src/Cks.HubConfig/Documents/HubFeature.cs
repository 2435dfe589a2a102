using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A feature that is switched by the document.</summary>
/// <param name="Enabled">Whether it is on; must be written.</param>
/// <param name="Settings">Everything else that stands beside <c>enabled</c>, as written. They stay on the server, but for those that <see cref="HubTargets.AddClientSettings"/> names: no secret belongs here.</param>
public sealed record HubFeature(bool Enabled, IReadOnlyDictionary<string, SourceNode> Settings);
