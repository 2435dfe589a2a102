namespace Cks.HubConfig;

/// <summary>How two lists become one.</summary>
internal enum LayerStrategy
{
    /// <summary>The later one stands alone.</summary>
    Replace,

    /// <summary>Items with one id become one item.</summary>
    Keyed,

    /// <summary>Values are put in and taken out.</summary>
    Set,
}
