namespace Cks.HubConfig;

/// <summary>What layers may do to a value beyond what the schema says. It does not rest on a keyword that somebody could leave out.</summary>
internal enum LayerGuard
{
    /// <summary>Nothing special.</summary>
    None,

    /// <summary>The object of all permissions.</summary>
    Permissions,

    /// <summary>One permission: what all layers say, ANDed.</summary>
    Permission,

    /// <summary>The object of all endpoints: no layer from the tenant's on adds or re-points one (S22).</summary>
    Endpoints,

    /// <summary>One endpoint.</summary>
    Endpoint,

    /// <summary>What names an endpoint: no layer from the tenant's on names one that the layers below do not, and none takes it off a part that stays (S22).</summary>
    EndpointReference,

    /// <summary>What a part requires, beside what its target needs, takes from a shared definition, or says of the code that it rests on: no layer from the tenant's on changes it or takes it off.</summary>
    Condition,

    /// <summary>What a variant of an experiment lays over the hub: taken whole and as written, for its directives are about another document.</summary>
    Overlay,
}
