namespace Cks.Samples.Existing;

public sealed class Employee
{
    public required string CompanyId { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }
}
