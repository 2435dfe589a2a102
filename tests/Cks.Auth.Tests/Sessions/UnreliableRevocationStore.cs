namespace Cks.Auth.Tests;

/// <summary>A record of revocations that may take nothing for a while.</summary>
internal sealed class UnreliableRevocationStore(IRevocationStore store) : IRevocationStore
{
    public bool IsDown { get; set; }

    public ValueTask<DeliveryReceipt> AppendAsync(IReadOnlyList<Revocation> revocations, WebhookDelivery? delivery, CancellationToken cancellationToken = default) =>
        IsDown ? throw new IOException("The database is down.") : store.AppendAsync(revocations, delivery, cancellationToken);

    public ValueTask CompleteAsync(string issuer, string deliveryId, CancellationToken cancellationToken = default) => store.CompleteAsync(issuer, deliveryId, cancellationToken);

    public ValueTask<RevocationPage> ReadAsync(long after, CancellationToken cancellationToken = default) => store.ReadAsync(after, cancellationToken);
}
