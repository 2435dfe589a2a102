namespace Cks.Tests.Oracle;

/// <summary>An order with the codes that are written in its columns.</summary>
public sealed record OracleOrder(string Code, string Type, string Status, bool IsTest, DateTime CreatedAt, string Creator)
{
    public string? Customer { get; init; }

    public string? Center { get; init; }

    public string? Destination { get; init; }

    public string? Contractor { get; init; }

    public string? Manager { get; init; }

    public string? Crew { get; init; }

    public string? Warehouse { get; init; }
}
