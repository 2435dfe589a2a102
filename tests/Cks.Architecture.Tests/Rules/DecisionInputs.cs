using System.Reflection;
using System.Text.RegularExpressions;
using Cks.Rbac;

namespace Cks.Architecture.Tests;

/// <summary>S06: what decides and what composes reads a <see cref="DecisionContext"/>, versions and the time that it is given, and nothing else that differs between two calls.</summary>
internal static partial class DecisionInputs
{
    // Roles and tenant are those of the context; BoundUntil only shortens how long a view is kept.
    private static readonly HashSet<string> OfSubject = ["Context", "Roles", "Tenant", "BoundUntil"];

    /// <summary>Reads of a subject beyond its context, and of what surrounds a call.</summary>
    public static IEnumerable<string> Beyond(SourceFile file) =>
        Subject().Matches(file.Text).Where(m => !OfSubject.Contains(m.Groups["member"].Value)).Concat(Ambient().Matches(file.Text))
            .Select(m => $"{file.Path}:{file.LineOf(m.Index)} reads {m.Value}, by which nothing is remembered.");

    /// <summary>Members of a type that take a subject, which knows more than decisions may depend on.</summary>
    public static IEnumerable<string> TakeSubject(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(m => (m is MethodBase method && method.GetParameters().Any(p => p.ParameterType == typeof(Subject))) || m is FieldInfo { FieldType: var field } && field == typeof(Subject))
        .Select(m => $"{type.Name}.{m.Name} takes a subject.");

    [GeneratedRegex(@"\bsubject\.(?<member>[A-Za-z]+)")]
    private static partial Regex Subject();

    [GeneratedRegex(@"\b(HttpContext|IHttpContextAccessor|AsyncLocal|ThreadStatic|ClaimsPrincipal|IConfiguration|Environment\.|CultureInfo\.Current|Thread\.Current|Random\.|Guid\.New|Activity\.Current)")]
    private static partial Regex Ambient();
}
