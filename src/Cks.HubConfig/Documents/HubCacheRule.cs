namespace Cks.HubConfig;

/// <summary>How long the client may keep an answer. Endpoints of Cks.HubConfig.AspNetCore that say <c>WithCksHubCaching</c> send it with what they answer; for others it is advice to the client.</summary>
/// <param name="Ttl">Time to live; written in whole seconds (<c>ttlSeconds</c>), 0 or more.</param>
/// <param name="StaleWhileRevalidate">Whether an answer past its time may be shown while a new one is fetched. Default: <see langword="false"/>.</param>
public sealed record HubCacheRule(TimeSpan Ttl, bool StaleWhileRevalidate);
