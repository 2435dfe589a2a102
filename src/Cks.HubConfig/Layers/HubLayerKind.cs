namespace Cks.HubConfig;

/// <summary>Which layer of a hub a document is. Later ones win over earlier ones, in this order and no other.</summary>
public enum HubLayerKind
{
    /// <summary>What the code gives.</summary>
    Defaults,

    /// <summary>What all hubs share.</summary>
    Base,

    /// <summary>The hub of a role.</summary>
    Role,

    /// <summary>What differs between development, staging and production.</summary>
    Environment,

    /// <summary>What a tenant has of its own. From here on a layer only narrows permissions, and cannot add or re-point endpoints.</summary>
    Tenant,

    /// <summary>An experiment; it cannot touch permissions at all.</summary>
    Experiment,

    /// <summary>What somebody tries out.</summary>
    Preview,
}
