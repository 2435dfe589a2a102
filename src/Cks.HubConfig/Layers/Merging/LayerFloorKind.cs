namespace Cks.HubConfig;

/// <summary>In which way a value stays, whatever later layers say.</summary>
internal enum LayerFloorKind
{
    /// <summary>No later value is more.</summary>
    Limit,

    /// <summary>A thrown kill switch stays thrown.</summary>
    Kill,

    /// <summary>What a part requires is there as long as the part is; a layer below the tenants' may change it.</summary>
    Condition,

    /// <summary>The endpoint of a widget is this one as long as the widget is there; a layer below the tenants' may change it.</summary>
    Reference,
}
