namespace Cks.Rbac.AuthZen;

/// <summary>Somebody whom the application knows.</summary>
/// <param name="Id">What requests call them.</param>
/// <param name="Subject">Who they are: tenant, roles and code as they are stored, with <see cref="Rbac.Subject.Issuer"/> where grants are used. One of another tenant than the caller's is unknown.</param>
public sealed record StoredSubject(string Id, Subject Subject);
