namespace Cks.Cli;

/// <summary>Something of an application that a guard can stand before.</summary>
/// <param name="Type">Full name of its type.</param>
/// <param name="Where">Type and method, as its source has them.</param>
/// <param name="Resource">Name from which the resource of its capability is made.</param>
/// <param name="Action">Name from which the action is made.</param>
/// <param name="Rule">What it asks.</param>
internal sealed record AppEndpoint(string Type, string Where, string Resource, string Action, AccessRule Rule);
