using Cks.Core;

namespace Cks.Rbac;

/// <summary>A <see cref="ResourceMap{T}"/> whatever its type.</summary>
internal interface IResourceMap
{
    /// <summary>The type and the resource: nothing is mapped twice.</summary>
    (Type Type, string Resource) Key { get; }

    /// <summary>The type as a number, <see cref="ResourceMaps.SlotOf{T}"/>.</summary>
    int Slot { get; }

    /// <summary>Reports what the map and the policy do not know of each other.</summary>
    void CheckAgainst(Policy policy, IReadOnlyList<IRelationResolver> resolvers, DiagnosticBag findings);
}
