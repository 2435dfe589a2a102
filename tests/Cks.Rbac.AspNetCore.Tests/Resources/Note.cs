namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>A note as the application has it.</summary>
public sealed record Note(string Id, string Owner, string Color);
