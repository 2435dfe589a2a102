namespace Cks.Rbac.Tests.Grants;

/// <summary>Whatever the service grants, the document of grants can be read afterwards.</summary>
public sealed class GrantFileTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    [Theory]
    [InlineData(" ", "r", null)]
    [InlineData("\t\n", "r", null)]
    [InlineData("a\0b", "r", null)]
    [InlineData("bob", "\u0001\uffff", null)]
    [InlineData("bob", "r", "{ \"total\": 1e2 /* so */, }")]
    [InlineData("bob", "r", "{ \"total\": 0.10000000000000000000000000001 }")]
    [InlineData("bob", "r", "{ \"creator\": \"\\u0000\\uffff\" }")]
    [InlineData("bob", "r", "{ \"not\": { \"any\": [ { \"not\": { \"all\": [ { \"any\": [ { \"creator\": \"x\" }, { \"total\": 1 } ] }, { \"total\": 1 } ] } }, { \"total\": 2 } ] } }")]
    public async Task S29_what_is_granted_is_in_a_document_that_can_be_read(string person, string reason, string? when)
    {
        var path = Path.Combine(folder.Root, $"{Guid.NewGuid():n}.json");
        await File.WriteAllTextAsync(path, """{ "version": 1, "grants": [{ "id": "ann", "kind": "role", "issuer": "https://login.example", "subject": "ann", "tenant": "main", "role": "boss", "reason": "r" }] }""", TestContext.Current.CancellationToken);
        await using var world = new GrantWorld(new FileGrantLedger(path, TimeProvider.System));
        var to = GrantWorld.Person(person);

        var outcome = await world.GrantAsync(GrantWorld.Of("ann"), GrantRequest.Permit(to, "orders:view", reason) with { When = when });

        Assert.Equal(outcome.IsDone ? 1 : 0, (await world.HeldAsync(person)).Count);
        if (outcome.IsDone)
            Assert.Equal((person, reason), (outcome.Record.Person.Id, (await world.HeldAsync(person))[0].Reason));
        Assert.Single(await world.HeldAsync("ann"));
    }

    [Fact]
    public async Task S02_a_person_whose_name_no_document_could_keep_is_none()
    {
        await using var world = new GrantWorld(GrantWorld.Role("1", "ann", "boss"));
        foreach (var name in (string[])[" ", "\t", $"half {(char)0xD800}", $"{(char)0xDC00}"])
        {
            Assert.Equal(GrantRefusalReason.InvalidPerson, (await world.GrantAsync(GrantWorld.Of("ann"), GrantRequest.Permit(GrantWorld.Person(name), "orders:view", "r"))).Reason);
            Assert.Equal(GrantRefusalReason.InvalidPerson, (await world.GrantAsync(GrantWorld.Of("ann"), GrantRequest.Permit(new(name, "bob"), "orders:view", "r"))).Reason);
        }
    }

    [Fact]
    public async Task S29_a_change_that_could_not_be_read_again_is_not_made()
    {
        var path = Path.Combine(folder.Root, "kept.json");
        await File.WriteAllTextAsync(path, """{ "version": 1 }""", TestContext.Current.CancellationToken);
        var (ledger, bob) = (new FileGrantLedger(path, TimeProvider.System), GrantWorld.Person("bob"));
        var grant = GrantWorld.Role("1", "bob", "crew") with { Reason = new('r', CksGrants.LongestReason + 1) };

        await Assert.ThrowsAsync<Cks.Core.CksConfigurationException>(async () =>
            await ledger.ChangeAsync(GrantWorld.Main, bob, bob, _ => new([grant], [], new(GrantWorld.Noon, GrantAction.Granted, bob, bob, GrantWorld.Main, [grant], "r", "")), TestContext.Current.CancellationToken));

        Assert.Equal("""{ "version": 1 }""", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }
}
