namespace Cks.Rbac;

/// <summary>Somebody whom a document describes.</summary>
/// <param name="Name">Name in the document.</param>
/// <param name="Subject">Who that is; not bound yet.</param>
/// <param name="HasBrokenGlass">Whether the person has broken the glass.</param>
internal sealed record TestSubject(string Name, Subject Subject, bool HasBrokenGlass);
