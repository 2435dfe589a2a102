namespace Cks.Rbac.Tests.Grants;

public sealed class GrantRaceTests
{
    [Fact]
    public async Task S17_nothing_is_granted_after_the_loss_of_the_right_is_acknowledged()
    {
        var token = TestContext.Current.CancellationToken;
        var late = 0;
        for (var round = 0; round < 60; round++)
        {
            await using var world = new GrantWorld(GrantWorld.Role("m", "ann", "manager"));
            var (lost, boss, ann) = (0, GrantWorld.Of("eve", "boss"), GrantWorld.Of("ann"));
            // Bound while she still has it: what decides is what she has in the ledger.
            var bound = await world.BindAsync(ann);
            var granting = Enumerable.Range(0, 2).Select(n => Task.Run(async () =>
            {
                // At least once after the loss, whoever comes first.
                var wasLost = false;
                for (var i = 0; i < 15 || !wasLost; i++)
                {
                    wasLost = Volatile.Read(ref lost) == 1;
                    var outcome = await world.GrantAsync(bound, GrantRequest.Permit(GrantWorld.Person($"p{n}-{i}"), "orders:view", "r"));
                    Assert.False(wasLost && outcome.IsDone);
                    if (wasLost)
                        Interlocked.Increment(ref late);
                }
            }, token)).ToArray();
            var losing = Task.Run(async () =>
            {
                await Task.Yield();
                Assert.True((await world.Desk.RevokeAsync(boss, GrantWorld.Person("ann"), "m", "no more", token)).IsDone);
                Volatile.Write(ref lost, 1);
            }, token);
            await Task.WhenAll([.. granting, losing]);

            var rows = await world.HistoryAsync();
            var end = rows.FindIndex(r => r.Action == GrantAction.Revoked);
            Assert.All(rows.Skip(end + 1), r => Assert.Fail($"{r.Person.Id} was granted something after that."));
        }

        Assert.True(late > 0);
    }
}
