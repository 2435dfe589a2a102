namespace Cks.Auth.AspNetCore.Tests;

/// <summary>What ends a connection although nothing is said: its token's expiry, and what the store says when it is asked again.</summary>
public sealed class EndByTimeTests
{
    [Theory]
    [MemberData(nameof(LiveConnection.Kinds), MemberType = typeof(LiveConnection))]
    public async Task S10_It_ends_within_a_second_of_expiry_and_not_before(string kind)
    {
        await using var host = await LiveHost.StartForAsync(kind);
        // So that opening the connection below takes none of its token's three seconds.
        await using (await LiveConnection.OpenAsync(host, kind, host.Token("grace")))
        {
        }

        // Both of one second: a token's times are whole seconds.
        var (issued, token) = (0L, "");
        while (issued != host.Forge.Now)
            (issued, token) = (host.Forge.Now, host.Token("ada", Moment.Short));
        var expiry = Moment.ExpiryOf(issued);
        await using var connection = await LiveConnection.OpenAsync(host, kind, token);

        await Moment.EndsSoonAsync(connection.Ended, expiry);
    }

    [Theory]
    [MemberData(nameof(LiveConnection.Kinds), MemberType = typeof(LiveConnection))]
    public async Task S10_Without_an_event_it_ends_when_the_store_is_asked_again(string kind)
    {
        await using var host = await LiveHost.StartForAsync(kind, every: TimeSpan.FromSeconds(3));
        await using var connection = await LiveConnection.OpenAsync(host, kind, host.Token("ada"));
        await using var other = await LiveConnection.OpenAsync(host, kind, host.Token("grace"));

        host.Store.Records["ada"] = TestStore.Contractor with { Status = "suspended" };

        await connection.Ended.WaitAsync(TimeSpan.FromSeconds(12), TestContext.Current.CancellationToken);
        Assert.False(other.Ended.IsCompleted);
    }

    [Fact]
    public async Task S10_A_store_that_is_down_for_long_ends_it()
    {
        await using var host = await LiveHost.StartForAsync("socket", every: TimeSpan.FromSeconds(1));
        await using var connection = await LiveConnection.OpenAsync(host, "socket", host.Token("ada"));

        host.Store.IsDown = true;

        await connection.Ended.WaitAsync(TimeSpan.FromSeconds(12), TestContext.Current.CancellationToken);
    }
}
