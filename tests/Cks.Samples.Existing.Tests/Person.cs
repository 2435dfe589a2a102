namespace Cks.Samples.Existing.Tests;

/// <summary>Somebody who calls the shop, with the claims of their token; <see langword="null"/> for no token.</summary>
internal sealed record Person(string Name, Dictionary<string, object>? Claims)
{
    public static IReadOnlyList<Person> All { get; } =
    [
        new("ann", Of("EMP-1", ["Manager"], ("shift", "day"))),
        new("sam", Of("EMP-2", ["Support Staff"])),
        new("con", Of("CON-1", ["Contractor"])),
        new("cob", Of("CON-2", ["Contractor"])),
        new("fin", Of("EMP-2", [], ("department", "finance"))),
        new("eve", Of("EMP-1", ["Visitor"])),
        new("sue", new(Of("EMP-1", ["Manager"], ("shift", "day"))) { ["company"] = "south" }),
        new("nobody", null),
    ];

    public static Person Named(string name) => All.Single(p => p.Name == name);

    private static Dictionary<string, object> Of(string code, string[] roles, params (string Type, string Value)[] more)
    {
        var claims = new Dictionary<string, object> { ["company"] = "north", ["code"] = code, ["role"] = roles };
        foreach (var (type, value) in more)
            claims[type] = value;
        return claims;
    }
}
