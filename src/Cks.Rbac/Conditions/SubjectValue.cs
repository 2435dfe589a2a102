namespace Cks.Rbac;

/// <summary>The values of a condition that are the subject's own.</summary>
internal enum SubjectValue : byte
{
    Code,
    Id,
    Tenant,
}

internal static class SubjectValues
{
    /// <summary>As documents write them, in the order of the enum.</summary>
    public static IReadOnlyList<string> Names { get; } = ["$code", "$id", "$tenant"];

    public static bool IsOne(string value) => value.StartsWith('$');

    /// <summary>The subject's text; empty when it has none.</summary>
    public static string Of(DecisionContext subject, SubjectValue value) => value switch
    {
        SubjectValue.Code => subject.Code,
        SubjectValue.Id => subject.Id,
        _ => subject.Tenant.Value,
    };
}
