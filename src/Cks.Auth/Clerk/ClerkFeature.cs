namespace Cks.Auth;

/// <summary>A feature that somebody's plan includes.</summary>
/// <param name="Scope">Whose plan.</param>
/// <param name="Slug">Its name, such as <c>dashboard</c>.</param>
public readonly record struct ClerkFeature(ClerkScope Scope, string Slug);
