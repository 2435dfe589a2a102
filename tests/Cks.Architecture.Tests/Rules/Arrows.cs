namespace Cks.Architecture.Tests;

/// <summary>Which package may know which. An arrow that is not in the table is a mistake in the design or in the code, never in the table alone.</summary>
internal static class Arrows
{
    private const string InBrowser = "Cks.Rbac.WebAssembly";
    private static readonly string[] Five = ["Cks.Auth", "Cks.Rbac", "Cks.QueryBuilder", "Cks.Scope", "Cks.HubConfig"];
    private static readonly string[] Http = ["Cks.Auth.AspNetCore", "Cks.Rbac.AspNetCore", "Cks.HubConfig.AspNetCore"];

    /// <summary>What each package may reference beside Cks.Core.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Allowed { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["Cks.Core"] = [],
        ["Cks.Core.JsonSchemaNet"] = [],
        ["Cks.Analyzers"] = [],
        ["Cks.Analyzers.CodeFixes"] = ["Cks.Analyzers"],
        ["Cks.Auth"] = [],
        ["Cks.Rbac"] = [],
        ["Cks.QueryBuilder"] = [],
        ["Cks.Scope"] = ["Cks.QueryBuilder", "Cks.Rbac"],
        ["Cks.HubConfig"] = ["Cks.Rbac"],
        ["Cks.Auth.AspNetCore"] = ["Cks.Auth"],
        ["Cks.Rbac.AspNetCore"] = ["Cks.Rbac"],
        ["Cks.Rbac.AuthZen"] = ["Cks.Rbac", "Cks.Rbac.AspNetCore"],
        ["Cks.Rbac.OpenApi"] = ["Cks.Rbac", "Cks.Rbac.AspNetCore"],
        ["Cks.Rbac.WebAssembly"] = [],
        ["Cks.HubConfig.AspNetCore"] = ["Cks.HubConfig"],
        ["Cks.HubConfig.FeatureManagement"] = ["Cks.HubConfig"],
        ["Cks.HubConfig.Razor"] = ["Cks.HubConfig"],
        ["Cks.AspNetCore"] = [.. Five, .. Http],
        ["Cks.Scope.EntityFrameworkCore"] = ["Cks.Scope"],
        ["Cks.Storage"] = ["Cks.Auth", "Cks.Rbac", "Cks.HubConfig", "Cks.QueryBuilder"],
        ["Cks.Storage.Migrations"] = ["Cks.Storage"],
        ["Cks.Testing"] = Five,
        ["Cks.Testing.AspNetCore"] = ["Cks.Testing", .. Five, .. Http, "Cks.AspNetCore"],
        ["Cks.Cli"] = [.. Five, .. Http, "Cks.AspNetCore", "Cks.Cli.AspNetCore", "Cks.Scope.EntityFrameworkCore", "Cks.Storage", "Cks.Storage.Migrations"],
        ["Cks.Cli.AspNetCore"] = [],
    };

    /// <summary>What only some packages may know, by the beginning of the assembly's or package's name.</summary>
    private static readonly (string Prefix, string Idea, Func<string, bool> MayKnow)[] Foreign =
    [
        ("Microsoft.CodeAnalysis.CSharp", "the compiler", IsOfCompiler),
        ("Microsoft.CodeAnalysis.CSharp.Workspaces", "an editor", p => p is "Cks.Analyzers.CodeFixes"),
        ("Microsoft.AspNetCore", "ASP.NET", p => p.EndsWith(".AspNetCore", StringComparison.Ordinal) || p is "Cks.Rbac.AuthZen" or "Cks.Rbac.OpenApi" or "Cks.HubConfig.Razor" or InBrowser),
        ("Microsoft.AspNetCore.App", "a server", p => p is not InBrowser),
        ("Microsoft.AspNetCore.Http", "a server", p => p is not InBrowser),
        ("Microsoft.AspNetCore.Hosting", "a server", p => p is not InBrowser),
        ("Microsoft.AspNetCore.Routing", "a server", p => p is not InBrowser),
        ("Microsoft.IdentityModel", "JWT", p => p is "Cks.Auth" or "Cks.Auth.AspNetCore" or "Cks.AspNetCore" or "Cks.Testing" or "Cks.Testing.AspNetCore" or "Cks.Cli"),
        ("System.IdentityModel", "JWT", _ => false),
        ("Json", "JsonSchema.Net", p => p is "Cks.Core.JsonSchemaNet"),
        ("JsonSchema", "JsonSchema.Net", p => p is "Cks.Core.JsonSchemaNet"),
        ("Microsoft.FeatureManagement", "Microsoft.FeatureManagement", p => p is "Cks.HubConfig.FeatureManagement"),
        // Cks.AspNetCore knows a database only as what can be down (DbException is 503).
        ("System.Data", "SQL", p => p is "Cks.AspNetCore" or "Cks.QueryBuilder" or "Cks.Scope" or "Cks.Scope.EntityFrameworkCore" or "Cks.Storage" or "Cks.Storage.Migrations" or "Cks.Testing" or "Cks.Testing.AspNetCore" or "Cks.Cli"),
        ("Microsoft.EntityFrameworkCore", "EF Core", p => p is "Cks.Scope.EntityFrameworkCore"),
        ("Npgsql", "a database provider", p => p is "Cks.Storage" or "Cks.Storage.Migrations" or "Cks.Cli"),
        ("Microsoft.Data.Sqlite", "a database provider", p => p is "Cks.Storage" or "Cks.Storage.Migrations" or "Cks.Cli"),
        ("FluentMigrator", "migrations", p => p is "Cks.Storage.Migrations"),
    ];

    /// <summary>Project references that the table does not allow.</summary>
    public static IEnumerable<string> OfProject(Package package) => OfOurs(package.Name, package.ProjectReferences, Direct(package.Name))
        .Concat(OfForeign(package.Name, package.PackageReferences.Concat(package.FrameworkReferences)));

    /// <summary>Assembly references that the table does not allow. What an allowed package shows in its own surface comes with it.</summary>
    public static IEnumerable<string> OfAssembly(string package, IReadOnlyList<string> assemblies) =>
        OfOurs(package, assemblies.Where(a => a.StartsWith("Cks.", StringComparison.Ordinal)), Closure(package)).Concat(OfForeign(package, assemblies));

    private static IEnumerable<string> OfOurs(string package, IEnumerable<string> references, IReadOnlySet<string>? allowed)
    {
        if (allowed is null)
            return [$"{package} is not in the table of packages."];
        return references.Where(r => !allowed.Contains(r)).Select(r => $"{package} must not reference {r}.");
    }

    private static IEnumerable<string> OfForeign(string package, IEnumerable<string> references) =>
        from reference in references
        from rule in Foreign
        where IsOrBelow(reference, rule.Prefix) && !rule.MayKnow(package)
        select $"{package} must not know {rule.Idea} ({reference}).";

    private static bool IsOrBelow(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && (name.Length == prefix.Length || name[prefix.Length] == '.');

    private static HashSet<string>? Direct(string package) =>
        Allowed.TryGetValue(package, out var direct) ? package is "Cks.Core" || IsOfCompiler(package) ? [.. direct] : [.. direct, "Cks.Core"] : null;

    /// <summary>What runs inside the compiler has nothing of ours beside it.</summary>
    private static bool IsOfCompiler(string package) => package.StartsWith("Cks.Analyzers", StringComparison.Ordinal);

    private static HashSet<string>? Closure(string package)
    {
        if (Direct(package) is not { } reached)
            return null;
        foreach (var next in reached.ToArray())
            reached.UnionWith(Closure(next) ?? []);
        return reached;
    }
}
