namespace Cks.Samples.Existing;

public sealed class Order
{
    public required string CompanyId { get; init; }

    public required string Code { get; init; }

    public required string ContractorCode { get; init; }

    public string Status { get; set; } = "open";

    public long Price { get; init; }

    public long Margin { get; init; }
}
