namespace Cks.HubConfig;

/// <summary>How long the client may keep an answer. Advice to the client; it never changes what the server sends or its cache headers.</summary>
/// <param name="Ttl">Time to live; written in whole seconds (<c>ttlSeconds</c>), 0 or more.</param>
/// <param name="StaleWhileRevalidate">Whether an answer past its time may be shown while a new one is fetched. Default: <see langword="false"/>.</param>
public sealed record HubCacheRule(TimeSpan Ttl, bool StaleWhileRevalidate);
