namespace Cks.Auth;

/// <summary>
/// Keeps the record of revocations and which webhooks came, for all hosts of an application. The default keeps them in memory of one process: they are lost with it, and other hosts know
/// nothing of them. Everything that throws is a broken machine; nothing is retried here.
/// </summary>
public interface IRevocationStore
{
    /// <summary>
    /// Adds entries and the webhook that brought them, all in one transaction or none (S27). Entries become visible in the order of their sequences: whoever has read up to one never
    /// misses a lower one. So appends take turns.
    /// <list type="bullet">
    /// <item>When the webhook's (issuer, id) is there already, nothing is added.</item>
    /// <item>Otherwise it is added, and its object's time becomes the last seen one unless a later one is. An older time makes it stale; its entries are added all the same.</item>
    /// <item>Entries for which <see cref="Revocation.Ends"/> says so are dropped, and whatever has expired may be.</item>
    /// </list>
    /// </summary>
    /// <param name="revocations">The entries; may be empty beside a webhook.</param>
    /// <param name="delivery">The webhook; <see langword="null"/> where the application itself revokes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<DeliveryReceipt> AppendAsync(IReadOnlyList<Revocation> revocations, WebhookDelivery? delivery, CancellationToken cancellationToken = default);

    /// <summary>Notes that the application's handlers are done with a webhook, so that the next delivery of it runs none.</summary>
    ValueTask CompleteAsync(string issuer, string deliveryId, CancellationToken cancellationToken = default);

    /// <summary>Everything after a sequence; 0 for all.</summary>
    ValueTask<RevocationPage> ReadAsync(long after, CancellationToken cancellationToken = default);
}
