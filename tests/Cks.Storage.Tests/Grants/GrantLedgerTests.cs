using Cks.Core;
using Cks.Rbac;
using Cks.Testing;

namespace Cks.Storage.Tests;

public abstract class GrantLedgerTests(StorageFixture storage)
{
    private static readonly TenantId Main = TenantId.Parse("main");
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PersonId Ann = new("https://login.example", "ann");
    private static readonly PersonId Bob = new("https://login.example", "bob");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_is_read() => await GrantLedgerContract.WhatIsWrittenIsReadAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task A_change_replaces_and_removes() => await GrantLedgerContract.AChangeReplacesAndRemovesAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S02_people_are_compared_ordinally() => await GrantLedgerContract.PeopleAreComparedOrdinallyAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task Without_a_decision_nothing_is_written() => await GrantLedgerContract.WithoutADecisionNothingIsWrittenAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S29_each_change_has_its_audit_row() => await GrantLedgerContract.EachChangeHasItsAuditRowAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task The_decision_sees_both() => await GrantLedgerContract.TheDecisionSeesBothAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task A_tenant_is_listed_in_order() => await GrantLedgerContract.ATenantIsListedInOrderAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task A_person_is_where_something_is_in_force() => await GrantLedgerContract.APersonIsWhereSomethingIsInForceAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S17_changes_of_a_person_take_turns() => await GrantLedgerContract.ChangesOfAPersonTakeTurnsAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S17_two_hosts_take_turns()
    {
        var database = await storage.EmptyAsync();
        StoredGrantLedger[] hosts = [new(database, TimeProvider.System), new(StorageDatabase.Of(database.Source), TimeProvider.System)];
        await Task.WhenAll(hosts.Select(host => Task.Run(async () =>
        {
            for (var i = 0; i < 15; i++)
                await host.ChangeAsync(Main, Ann, Bob, held => new([Role($"g{held.Grantee.Count}", Bob)], [], Row(Bob)), Token);
        })));

        Assert.Equal(30, (await hosts[0].OfAsync(Bob.Issuer, Bob.Id, Main, Token)).Count);
    }

    [Fact]
    public async Task S29_what_cannot_be_recorded_has_no_effect()
    {
        var ledger = await EmptyAsync();
        var other = Row(Bob) with { Tenant = TenantId.Parse("other") };
        await Assert.ThrowsAsync<ArgumentException>(async () => await ledger.ChangeAsync(Main, Ann, Bob, _ => new([Role("g1", Bob)], [], other), Token));
        var unreadable = Row(Bob) with { Grants = [Role("g1", Bob) with { Kind = (GrantKind)9 }] };
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await ledger.ChangeAsync(Main, Ann, Bob, _ => new([Role("g1", Bob)], [], unreadable), Token));

        Assert.Empty(await ledger.OfAsync(Bob.Issuer, Bob.Id, Main, Token));
    }

    [Fact]
    public async Task S17_a_change_is_of_the_person_who_was_held()
    {
        var ledger = await EmptyAsync();
        await ledger.ChangeAsync(Main, Ann, Ann, _ => new([Role("hers", Ann)], [], Row(Ann)), Token);
        await Assert.ThrowsAsync<ArgumentException>(async () => await ledger.ChangeAsync(Main, Ann, Bob, _ => new([Role("g1", Ann)], [], Row(Bob)), Token));
        // An id that is somebody else's is neither taken over nor taken away.
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await ledger.ChangeAsync(Main, Ann, Bob, _ => new([Role("hers", Bob)], [], Row(Bob)), Token));
        await ledger.ChangeAsync(Main, Ann, Bob, _ => new([], ["hers"], Row(Bob)), Token);

        Assert.Equal("hers", Assert.Single(await ledger.OfAsync(Ann.Issuer, Ann.Id, Main, Token)).Id);
        Assert.Empty(await ledger.OfAsync(Bob.Issuer, Bob.Id, Main, Token));
    }

    [Fact]
    public async Task Times_are_kept_to_the_microsecond_and_the_ends_of_time_as_well()
    {
        var ledger = await EmptyAsync();
        var fine = Role("fine", Bob) with { From = Noon.AddTicks(19), Until = DateTimeOffset.MaxValue };
        var early = Role("early", Bob) with { From = new(1066, 10, 14, 9, 0, 0, TimeSpan.FromHours(1)), Until = Noon.AddTicks(-1) };
        var first = Role("first", Bob) with { From = DateTimeOffset.MinValue };
        await ledger.ChangeAsync(Main, Ann, Bob, _ => new([fine, early, first], [], Row(Bob)), Token);

        var read = (await ledger.OfAsync(Bob.Issuer, Bob.Id, Main, Token)).ToDictionary(g => g.Id);
        Assert.Equal(Noon.AddTicks(10), read["fine"].From);
        Assert.True(read["fine"].Until > DateTimeOffset.MaxValue.AddTicks(-10));
        Assert.Equal(early.From, read["early"].From);
        Assert.Equal(Noon.AddTicks(-10), read["early"].Until);
        Assert.Equal(DateTimeOffset.MinValue, read["first"].From);
        Assert.Equal(TimeSpan.Zero, read["early"].From.Offset);
    }

    private async Task<IGrantLedger> EmptyAsync() => new StoredGrantLedger(await storage.EmptyAsync(), TimeProvider.System);

    private static Grant Role(string id, PersonId person) => new(id, GrantKind.Role, person.Issuer, person.Id, Main, "crew") { From = Noon, Reason = "r" };

    private static GrantRecord Row(PersonId person) => new(Noon, GrantAction.Granted, Ann, person, Main, [], "r", "");
}

public sealed class SqliteGrantLedgerTests(SqliteStorage storage) : GrantLedgerTests(storage), IClassFixture<SqliteStorage>;

public sealed class PostgresGrantLedgerTests(PostgresStorage storage) : GrantLedgerTests(storage), IClassFixture<PostgresStorage>;
