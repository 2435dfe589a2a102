using Cks.Testing;

namespace Cks.Auth.Tests;

/// <summary>The contract of Cks.Testing, held by the store in memory; those over databases are held to it in Cks.Storage.Tests.</summary>
public sealed class RevocationStoreContractTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static IRevocationStore Empty => new InMemoryRevocationStore(TimeProvider.System);

    [Fact]
    public Task Entries_come_back_in_their_order() => RevocationStoreContract.EntriesComeBackInTheirOrderAsync(Empty, Token);

    [Fact]
    public Task S27_a_webhook_adds_once() => RevocationStoreContract.AWebhookAddsOnceAsync(Empty, Token);

    [Fact]
    public Task S27_of_deliveries_at_the_same_time_one_adds() => RevocationStoreContract.OfDeliveriesAtTheSameTimeOneAddsAsync(Empty, Token);

    [Fact]
    public Task S02_a_webhook_is_of_its_issuer() => RevocationStoreContract.AWebhookIsOfItsIssuerAsync(Empty, Token);

    [Fact]
    public Task An_older_record_is_stale() => RevocationStoreContract.AnOlderRecordIsStaleAsync(Empty, Token);

    [Fact]
    public Task What_was_lifted_is_dropped() => RevocationStoreContract.WhatWasLiftedIsDroppedAsync(Empty, Token);

    [Fact]
    public Task What_is_said_again_is_kept_once() => RevocationStoreContract.WhatIsSaidAgainIsKeptOnceAsync(Empty, Token);

    [Fact]
    public Task S02_ids_are_compared_ordinally() => RevocationStoreContract.IdsAreComparedOrdinallyAsync(Empty, Token);

    [Fact]
    public Task S27_a_reader_misses_nothing() => RevocationStoreContract.AReaderMissesNothingAsync(Empty, Token);
}
