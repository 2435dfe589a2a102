namespace Cks.Rbac.Tests.Resources;

/// <summary>A row of an application with two attributes, as policies of the tests declare them.</summary>
internal sealed record Row(string? P, string? Q)
{
    private static readonly string?[] Texts = [null, "1", "2", "other"];

    /// <summary>Every row there is to tell apart.</summary>
    public static Row[] All { get; } = [.. from p in Texts from q in Texts select new Row(p, q)];

    public static ResourceMap<Row> MapOf(string resource) => new ResourceMap<Row>(resource).Attribute("p", r => r.P).Attribute("q", r => r.Q);

    public string? Read(string attribute) => attribute == "p" ? P : Q;
}
