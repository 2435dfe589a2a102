using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A feature that is switched by the document.</summary>
/// <param name="Enabled">Whether it is on; must be written.</param>
/// <param name="Settings">Everything else that stands beside <c>enabled</c>, as written. Settings of an enabled feature go to the browser, but for those with a <c>$secretRef</c> in them: no secret belongs here.</param>
public sealed record HubFeature(bool Enabled, IReadOnlyDictionary<string, SourceNode> Settings);
