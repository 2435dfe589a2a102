using Cks.Testing;

namespace Cks.Auth.Tests;

/// <summary>The store in memory is held to what every store is held to.</summary>
public sealed class ApiKeyStoreTests
{
    private readonly InMemoryApiKeyStore _store = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task What_is_written_is_read() => ApiKeyStoreContract.WhatIsWrittenIsReadAsync(_store, Cancel);

    [Fact]
    public Task A_change_replaces_and_removes() => ApiKeyStoreContract.AChangeReplacesAndRemovesAsync(_store, Cancel);

    [Fact]
    public Task Without_a_decision_nothing_is_written() => ApiKeyStoreContract.WithoutADecisionNothingIsWrittenAsync(_store, Cancel);

    [Fact]
    public Task S29_Each_act_has_its_audit_row() => ApiKeyStoreContract.EachActHasItsAuditRowAsync(_store, Cancel);

    [Fact]
    public Task The_last_use_is_kept() => ApiKeyStoreContract.TheLastUseIsKeptAsync(_store, Cancel);

    [Fact]
    public Task Changes_of_an_owner_take_turns() => ApiKeyStoreContract.ChangesOfAnOwnerTakeTurnsAsync(_store, Cancel);
}
