using Cks.Testing;

namespace Cks.Rbac.Tests.Grants;

public abstract class GrantLedgerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IGrantLedger Empty { get; }

    [Fact]
    public Task What_is_written_is_read() => GrantLedgerContract.WhatIsWrittenIsReadAsync(Empty, Token);

    [Fact]
    public Task A_change_replaces_and_removes() => GrantLedgerContract.AChangeReplacesAndRemovesAsync(Empty, Token);

    [Fact]
    public Task S02_people_are_compared_ordinally() => GrantLedgerContract.PeopleAreComparedOrdinallyAsync(Empty, Token);

    [Fact]
    public Task Without_a_decision_nothing_is_written() => GrantLedgerContract.WithoutADecisionNothingIsWrittenAsync(Empty, Token);

    [Fact]
    public Task S29_each_change_has_its_audit_row() => GrantLedgerContract.EachChangeHasItsAuditRowAsync(Empty, Token);

    [Fact]
    public Task The_decision_sees_both() => GrantLedgerContract.TheDecisionSeesBothAsync(Empty, Token);

    [Fact]
    public Task A_tenant_is_listed_in_order() => GrantLedgerContract.ATenantIsListedInOrderAsync(Empty, Token);

    [Fact]
    public Task A_person_is_where_something_is_in_force() => GrantLedgerContract.APersonIsWhereSomethingIsInForceAsync(Empty, Token);

    [Fact]
    public Task S17_changes_of_a_person_take_turns() => GrantLedgerContract.ChangesOfAPersonTakeTurnsAsync(Empty, Token);
}

public sealed class InMemoryGrantLedgerTests : GrantLedgerTests
{
    protected override IGrantLedger Empty => new InMemoryGrantLedger();
}

public sealed class FileGrantLedgerTests(TemporaryFolder folder) : GrantLedgerTests, IClassFixture<TemporaryFolder>
{
    protected override IGrantLedger Empty
    {
        get
        {
            var path = Path.Combine(folder.Root, $"{Guid.NewGuid():n}.json");
            File.WriteAllText(path, """{ "version": 1 /* nobody has anything yet */, }""");
            return new FileGrantLedger(path, TimeProvider.System);
        }
    }

    [Fact]
    public async Task A_document_that_is_broken_is_an_exception_and_never_nothing()
    {
        var path = Path.Combine(folder.Root, "broken.json");
        await File.WriteAllTextAsync(path, """{ "version": 1, "grants": [{ "id": "g" }] }""", TestContext.Current.CancellationToken);
        var ledger = new FileGrantLedger(path, TimeProvider.System);

        await Assert.ThrowsAsync<Cks.Core.CksConfigurationException>(async () => await ledger.OfAsync("i", "s", GrantWorld.Main, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<FileNotFoundException>(async () => await new FileGrantLedger(path + ".gone", TimeProvider.System).OfAsync("i", "s", GrantWorld.Main, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_rights_of_the_file_stay_and_no_copy_is_left()
    {
        var ledger = Empty;
        var path = Directory.GetFiles(folder.Root, "*.json").OrderByDescending(File.GetLastWriteTimeUtc).First();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await GrantLedgerContract.EachChangeHasItsAuditRowAsync(ledger, TestContext.Current.CancellationToken);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.False(File.Exists(path + ".tmp"));
    }

    [Fact]
    public async Task S17_a_host_and_the_tool_take_turns()
    {
        var path = Path.Combine(folder.Root, "shared.json");
        await File.WriteAllTextAsync(path, """{ "version": 1 }""", TestContext.Current.CancellationToken);
        var person = GrantWorld.Person("bob");
        await Task.WhenAll(Enumerable.Range(0, 3).Select(n => Task.Run(
            async () =>
            {
                var ledger = new FileGrantLedger(path, TimeProvider.System);
                for (var i = 0; i < 15; i++)
                {
                    await ledger.ChangeAsync(
                        GrantWorld.Main, person, person,
                        held => new([GrantWorld.Role($"g{held.Grantee.Count}", "bob", "crew") with { Reason = "r" }], [], new(GrantWorld.Noon, GrantAction.Granted, person, person, GrantWorld.Main, [], $"{n}", "")),
                        TestContext.Current.CancellationToken);
                    // Whoever waits looks again after 20 ms, and has its turn.
                    await Task.Delay(30, TestContext.Current.CancellationToken);
                }
            },
            TestContext.Current.CancellationToken)));

        Assert.Equal(45, (await new FileGrantLedger(path, TimeProvider.System).OfAsync(person.Issuer, person.Id, GrantWorld.Main, TestContext.Current.CancellationToken)).Count);
    }
}
