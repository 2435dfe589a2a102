namespace Cks.Auth;

/// <summary>The organization in which somebody works at the moment.</summary>
/// <param name="Id">Its id, <c>org_...</c>.</param>
/// <param name="Slug">Its name in addresses, if it has one.</param>
/// <param name="Role">The person's role there, always with the prefix, as in <c>org:admin</c>; tokens of version 2 write it without.</param>
public sealed record ClerkOrganization(string Id, string? Slug, string? Role);
