namespace Cks.Rbac.AuthZen;

/// <summary>A subject or resource of a request; the id is empty where a search looks for it.</summary>
internal sealed record Entity(string Type, string Id, Properties Properties);

/// <summary>An action of a request.</summary>
internal sealed record ActionName(string Name, Properties Properties);
