using System.Text.Json;

namespace Cks.Benchmarks;

/// <summary>A policy as a portal of some size has it: 13 resources of 8 actions, and seven roles that inherit, permit by name and by wildcard, and deny.</summary>
internal static class GeneratedPolicy
{
    private static readonly string[] Actions = ["view", "list", "create", "edit", "assign", "approve", "export", "purge"];
    private static readonly string[] Resources = [.. Enumerable.Range(1, 13).Select(n => $"resource-{n}")];

    /// <summary>The roles.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["member", "crew", "center", "customer", "contractor", "manager", "administrator"];

    /// <summary>30 fields of <c>orders</c>.</summary>
    public static IReadOnlyList<string> Fields { get; } = [.. Enumerable.Range(1, 30).Select(n => $"field{n}")];

    /// <summary>The fields of <c>orders</c> that each role may read: more the further up it stands.</summary>
    public static string[] FieldsOf(string role) => [.. Fields.Where((_, n) => n % 7 <= Roles.Index().First(r => r.Item == role).Index)];

    /// <summary>A resource with a condition of three clauses and 30 fields.</summary>
    public static byte[] CreateOrders() => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
    {
        ["version"] = 1,
        ["resources"] = new { orders = new { actions = (string[])["view", "accept"], fields = Fields, attributes = (string[])["kind", "status", "contractorCode"] } },
        ["roles"] = Roles.ToDictionary(r => r, r => new
        {
            permit = new object[]
            {
                new { actions = (string[])["orders:view"], fields = new { read = FieldsOf(r) } },
            }.Concat(r != "contractor" ? [] : (object[])
            [
                new { actions = (string[])["orders:accept"], when = new { kind = "service", status = (string[])["pending", "late"], contractorCode = "$code" } },
            ]),
        }),
    });

    /// <summary>Roles and rules as Casbin's large benchmark has them: each of the roles may read one of the resources.</summary>
    public static byte[] CreateLarge(int roles, int resources) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
    {
        ["version"] = 1,
        ["resources"] = Enumerable.Range(0, resources).ToDictionary(n => $"data{n}", _ => new { actions = (string[])["read"] }),
        ["roles"] = Enumerable.Range(0, roles).ToDictionary(n => $"group{n}", n => new { permit = new[] { new { actions = (string[])[$"data{n % resources}:read"] } } }),
    });

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
