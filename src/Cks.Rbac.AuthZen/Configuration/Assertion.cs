namespace Cks.Rbac.AuthZen;

/// <summary>A property of requests that counts as an attribute of resources of one type, where the application has stored none.</summary>
internal sealed record Assertion(PropertyOf Part, string Property, string Attribute);
