using System.Collections.Frozen;

namespace Cks.Core;

/// <summary>A <c>$dynamicRef</c>: the outermost resource of the dynamic scope that has the anchor answers.</summary>
internal sealed class SchemaDynamicRef(SchemaNode fallback)
{
    /// <summary>What it refers to without a scope.</summary>
    public readonly SchemaNode Fallback = fallback;

    /// <summary>The schema with the anchor, by the resources that have one; filled when all resources are known. One for all references to an anchor.</summary>
    public IReadOnlyDictionary<int, SchemaNode> ByResource = FrozenDictionary<int, SchemaNode>.Empty;
}
