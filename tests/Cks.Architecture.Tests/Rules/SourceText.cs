using System.Text.RegularExpressions;

namespace Cks.Architecture.Tests;

/// <summary>Rules that are read from source text.</summary>
internal static partial class SourceText
{
    /// <summary>Namespaces of other people in which registrations and endpoint extensions stand, as ASP.NET does it.</summary>
    public static IReadOnlyList<string?> RegistrationNamespaces { get; } = ["Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Builder", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Configuration"];

    /// <summary>Words that have no place in the code.</summary>
    public static IEnumerable<string> Forbidden(SourceFile file) =>
        ForbiddenWords().Matches(file.Text).Select(m => $"{file.Path}:{file.LineOf(m.Index)} holds {m.Value}.");

    /// <summary>Files under <c>src</c> whose namespace is not their package's.</summary>
    public static IEnumerable<string> OutsideNamespace(SourceFile file) =>
        from match in Namespaces().Matches(file.Text)
        let name = match.Groups[1].Value
        where name != file.Package && !RegistrationNamespaces.Contains(name) && !file.IsShared
        select $"{file.Path}:{file.LineOf(match.Index)} declares namespace {name}.";

    /// <summary>Files under <c>src</c> that hold more than one public type of their own.</summary>
    public static IEnumerable<string> SeveralTypes(SourceFile file) => PublicTypes().Count(file.Text) > 1 ? [$"{file.Path} holds several public types."] : [];

    /// <summary>Files that are compiled into several packages and would make the same public type in each.</summary>
    public static IEnumerable<string> SharedTypes(SourceFile file) => file.IsShared && PublicTypes().IsMatch(file.Text) ? [$"{file.Path} is shared and holds a public type."] : [];

    /// <summary>Places that switch the documentation of public members off.</summary>
    public static IEnumerable<string> Undocumented(string path, string text) =>
        DocumentationOff().Matches(text).Select(m => $"{path} switches documentation off: {m.Value}.");

    /// <summary>Codes that source names and the registry does not know.</summary>
    public static IEnumerable<string> UnknownCodes(SourceFile file, IReadOnlySet<string> registered) =>
        Codes().Matches(file.Text).Where(m => !registered.Contains(m.Value)).Select(m => $"{file.Path}:{file.LineOf(m.Index)} names {m.Value}, which is not registered.");

    [GeneratedRegex(@"\bDateTime\.(?:Utc)?Now\b|\bDateTimeOffset\.(?:Utc)?Now\b|\bDateTime\.Today\b|\bStopwatch\b|#region\b|\bTODO\b|\bHACK\b")]
    private static partial Regex ForbiddenWords();

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespaces();

    [GeneratedRegex(@"^public\s+(?:\w+\s+)*?(?:class|record|struct|interface|enum|delegate)\b", RegexOptions.Multiline)]
    private static partial Regex PublicTypes();

    [GeneratedRegex(@"(?:NoWarn|disable)[^\n]*\bCS1591\b|<GenerateDocumentationFile>\s*false")]
    private static partial Regex DocumentationOff();

    [GeneratedRegex(@"\bCKS[0-9]{3}\b")]
    private static partial Regex Codes();
}
