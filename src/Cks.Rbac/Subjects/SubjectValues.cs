namespace Cks.Rbac;

/// <summary>The values of a condition that are the subject's own.</summary>
internal static class SubjectValues
{
    public static IReadOnlyCollection<string> Known { get; } = ["$code", "$id", "$tenant"];

    public static bool IsOne(string value) => value.StartsWith('$');

    /// <summary>The text that a value of a condition stands for; empty when the subject has none.</summary>
    public static string Resolve(string value, Subject subject) => value switch
    {
        "$code" => subject.Code,
        "$id" => subject.Id,
        "$tenant" => subject.Tenant.Value,
        _ => value,
    };
}
