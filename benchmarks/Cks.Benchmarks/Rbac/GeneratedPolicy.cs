using System.Text.Json;

namespace Cks.Benchmarks;

/// <summary>A policy as a portal of some size has it: 13 resources of 8 actions, and seven roles that inherit, permit by name and by wildcard, and deny.</summary>
internal static class GeneratedPolicy
{
    private static readonly string[] Actions = ["view", "list", "create", "edit", "assign", "approve", "export", "purge"];
    private static readonly string[] Resources = [.. Enumerable.Range(1, 13).Select(n => $"resource-{n}")];

    /// <summary>The roles.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["member", "crew", "center", "customer", "contractor", "manager", "administrator"];

    /// <summary>The document.</summary>
    public static byte[] Create() => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
    {
        ["version"] = 1,
        ["resources"] = Resources.ToDictionary(r => r, _ => new { actions = Actions }),
        ["roles"] = new Dictionary<string, object>
        {
            ["member"] = Role([], [.. Resources.Take(3).Select(r => $"{r}:view")], []),
            ["crew"] = Role(["member"], ["resource-4:*"], ["resource-4:purge", "resource-4:approve"]),
            ["center"] = Role(["crew"], ["resource-5:*", "resource-6:*"], ["resource-5:purge"]),
            ["customer"] = Role(["member"], ["resource-6:view", "resource-6:list", "resource-7:*", "resource-8:*"], ["resource-3:view"]),
            ["contractor"] = Role(["customer"], ["resource-9:*", "resource-10:*"], ["resource-7:purge", "resource-10:export"]),
            ["manager"] = Role(["contractor"], [.. Resources.Skip(3).SelectMany(r => new[] { $"{r}:view", $"{r}:list", $"{r}:edit" })], ["resource-13:edit"]),
            ["administrator"] = Role(["member"], [.. Resources.Select(r => $"{r}:*")], ["resource-6:create", "resource-9:assign"]),
        },
    });

    private static object Role(string[] inherits, string[] permit, string[] deny) =>
        new { inherits, permit = new[] { new { actions = permit } }, deny = deny.Select(d => new { actions = new[] { d } }) };
}
