namespace Cks.Rbac.AuthZen;

/// <summary>The part of a request that a property stands in.</summary>
public enum PropertyOf : byte
{
    /// <summary><c>subject.properties</c>.</summary>
    Subject,

    /// <summary><c>action.properties</c>.</summary>
    Action,

    /// <summary><c>resource.properties</c>.</summary>
    Resource,

    /// <summary><c>context</c>.</summary>
    Context,
}
