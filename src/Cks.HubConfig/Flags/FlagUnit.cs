namespace Cks.HubConfig;

/// <summary>What a share counts: all that belong to one unit are on one side.</summary>
public enum FlagUnit
{
    /// <summary>Each subject by its identifier. The default.</summary>
    Subject,

    /// <summary>Each tenant as a whole.</summary>
    Tenant,
}
