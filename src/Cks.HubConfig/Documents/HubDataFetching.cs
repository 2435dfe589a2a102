namespace Cks.HubConfig;

/// <summary>Where the hub's client gets data and how long it may keep it.</summary>
/// <param name="Endpoints">Data sources by name; each is a target that the application provides.</param>
/// <param name="Caching">Rules by the name of an endpoint.</param>
public sealed record HubDataFetching(IReadOnlyDictionary<string, HubPath> Endpoints, IReadOnlyDictionary<string, HubCacheRule> Caching);
