// With: Cks.Auth.AspNetCore
// What the page takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static WebApplication app = null!;
    public static IChangeBus bus = null!;
}

internal sealed class PortalRevocations : IRevocationStore
{
    public ValueTask<DeliveryReceipt> AppendAsync(IReadOnlyList<Revocation> revocations, WebhookDelivery? delivery, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask CompleteAsync(string issuer, string deliveryId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<RevocationPage> ReadAsync(long after, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
