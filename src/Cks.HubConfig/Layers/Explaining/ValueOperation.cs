namespace Cks.HubConfig;

/// <summary>What a layer did to a value.</summary>
public enum ValueOperation
{
    /// <summary>It brought the value in; no layer below had it.</summary>
    Added,

    /// <summary>It took the place of the value of a layer below.</summary>
    Replaced,

    /// <summary>It made less of it: a permission taken away, a lower limit, a kill switch thrown.</summary>
    Narrowed,

    /// <summary>It took the value out.</summary>
    Deleted,

    /// <summary>It asked for more than the layers below leave, and was not heard.</summary>
    Overruled,
}
