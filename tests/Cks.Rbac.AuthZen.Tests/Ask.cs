namespace Cks.Rbac.AuthZen.Tests;

/// <summary>Paths and bodies of requests.</summary>
internal static class Ask
{
    public const string One = "/access/v1/evaluation";
    public const string Many = "/access/v1/evaluations";
    public const string Subjects = "/access/v1/search/subject";
    public const string Resources = "/access/v1/search/resource";
    public const string Actions = "/access/v1/search/action";

    public const string Yes = """{"decision":true}""";
    public const string No = """{"decision":false}""";

    /// <summary>One question about a user and a record.</summary>
    public static string Whether(string subject, string action, string resource, string subjectType = "user", string resourceType = "record", string context = "") =>
        $$"""{{{Subject(subject, subjectType)}},{{Action(action)}},{{Resource(resource, resourceType)}}{{(context.Length > 0 ? $",\"context\":{context}" : "")}}}""";

    public static string Subject(string id, string type = "user") => $$"""
        "subject":{"type":"{{type}}","id":"{{id}}"}
        """;

    public static string Action(string name, string properties = "") => $$"""
        "action":{"name":"{{name}}"{{Properties(properties)}}}
        """;

    public static string Resource(string id, string type = "record", string properties = "") => $$"""
        "resource":{"type":"{{type}}","id":"{{id}}"{{Properties(properties)}}}
        """;

    private static string Properties(string properties) => properties.Length > 0 ? $",\"properties\":{properties}" : "";
}
