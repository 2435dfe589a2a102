namespace Cks.Rbac.AuthZen;

/// <summary>Where the protocol has its endpoints, below the path of the public address.</summary>
internal static class AuthZenRoutes
{
    public const string Evaluation = "/access/v1/evaluation";
    public const string Evaluations = "/access/v1/evaluations";
    public const string SearchSubject = "/access/v1/search/subject";
    public const string SearchResource = "/access/v1/search/resource";
    public const string SearchAction = "/access/v1/search/action";

    /// <summary>Stands before the path of the public address (RFC 8615).</summary>
    public const string Discovery = "/.well-known/authzen-configuration";

    /// <summary>The public address without a slash at its end: the identifier of the decision point.</summary>
    public static string Identifier(Uri publicUrl) => publicUrl.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>The path of the public address; empty where it has none.</summary>
    public static string Path(Uri publicUrl) => publicUrl.AbsolutePath.TrimEnd('/');
}
