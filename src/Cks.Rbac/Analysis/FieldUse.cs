namespace Cks.Rbac;

/// <summary>What may be done with a field.</summary>
public enum FieldUse : byte
{
    /// <summary>Its value may be shown.</summary>
    Read,

    /// <summary>Its value may be set.</summary>
    Write,

    /// <summary>A filter may name it.</summary>
    Filter,

    /// <summary>An order may name it.</summary>
    Sort,
}

internal static class FieldUses
{
    public static IReadOnlyList<FieldUse> All { get; } = [FieldUse.Read, FieldUse.Write, FieldUse.Filter, FieldUse.Sort];

    public static FieldSet Of(FieldMask mask, FieldUse use) => use switch
    {
        FieldUse.Read => mask.Read,
        FieldUse.Write => mask.Write,
        FieldUse.Filter => mask.Filter,
        _ => mask.Sort,
    };

    /// <summary>What a deny takes away: what may not be read may not be filtered or ordered by either.</summary>
    public static FieldSet Of(HiddenFields hidden, FieldUse use) => use switch
    {
        FieldUse.Read => hidden.Read,
        FieldUse.Write => hidden.Write,
        FieldUse.Filter => hidden.Filter.Union(hidden.Read),
        _ => hidden.Sort.Union(hidden.Read),
    };
}
