namespace Cks.HubConfig;

/// <summary>Which layer of its tenant a hub has.</summary>
public enum TenantLayerState
{
    /// <summary>The tenant has none.</summary>
    NoLayer,

    /// <summary>The one that stands at the source.</summary>
    InUse,

    /// <summary>An earlier one, because the one at the source cannot be used: its screen, and every permission that any earlier one takes away.</summary>
    LastKnownGood,

    /// <summary>None, because none can be used: the screen of the layers below, and no right at all.</summary>
    Denied,
}
