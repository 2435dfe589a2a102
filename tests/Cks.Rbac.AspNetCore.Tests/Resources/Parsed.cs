namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>A resource that can be read from a text: the framework takes it for a value of the route or the query.</summary>
public sealed record Parsed(string Id)
{
    public static bool TryParse(string text, out Parsed parsed)
    {
        parsed = new(text);
        return true;
    }
}
