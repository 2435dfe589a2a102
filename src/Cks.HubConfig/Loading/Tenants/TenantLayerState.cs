namespace Cks.HubConfig;

/// <summary>Which layer of its tenant a hub has.</summary>
public enum TenantLayerState
{
    /// <summary>The tenant has none.</summary>
    NoLayer,

    /// <summary>The one that stands at the source.</summary>
    InUse,

    /// <summary>An earlier one, because the one at the source cannot be used: its screen without what a newer one that was read takes off it, and without every permission that any earlier one takes away.</summary>
    LastKnownGood,

    /// <summary>None, because none can be used: the pages of the layers below that everybody may open, no widget, no quick action, and no right at all.</summary>
    Denied,
}
