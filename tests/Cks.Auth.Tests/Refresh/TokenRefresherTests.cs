using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

public sealed class TokenRefresherTests
{
    private const string Issuer = "https://login.example";
    private readonly FakeTimeProvider _time = new(AuthHost.Start);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_callers_at_once_are_one_exchange_and_no_replay()
    {
        await using var endpoint = await TokenEndpoint.StartAsync();
        var refresher = new TokenRefresher(endpoint);
        var given = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => refresher.RefreshAsync(Request("r0"), Cancel))));
        Assert.All(given, tokens => Assert.Equal(("a1", "r1"), (tokens.AccessToken, tokens.RefreshToken)));
        Assert.Equal((1, 0), (endpoint.Exchanges.Count, endpoint.Replays));
    }

    [Fact]
    public async Task A_hundred_callers_over_many_rounds_and_scopes_never_replay()
    {
        await using var endpoint = await TokenEndpoint.StartAsync();
        var refresher = new TokenRefresher(endpoint);
        string[][] targets = [["orders"], ["stock"], ["orders", "stock"], []];
        var held = Enumerable.Repeat("r0", 100).ToArray();
        for (var round = 0; round < 5; round++)
        {
            var given = await Task.WhenAll(held.Select((token, i) => Task.Run(() => refresher.RefreshAsync(Request(token, targets[i % 4]), Cancel))));
            held = [.. given.Select(tokens => tokens.RefreshToken!)];
        }

        Assert.Equal((0, 1), (endpoint.Replays, endpoint.MostAtOnce));
        Assert.InRange(endpoint.Exchanges.Count, 4, 20);
    }

    [Fact]
    public async Task Other_scopes_wait_and_use_the_token_that_came_of_the_exchange_before()
    {
        await using var endpoint = await TokenEndpoint.StartAsync();
        var open = new TaskCompletionSource();
        endpoint.Delay = () => open.Task;
        var refresher = new TokenRefresher(endpoint);
        var first = refresher.RefreshAsync(Request("r0", "orders"), Cancel);
        var second = refresher.RefreshAsync(Request("r0", "stock"), Cancel);
        open.SetResult();
        Assert.Equal(("a1", "r1"), ((await first).AccessToken, (await first).RefreshToken));
        Assert.Equal(("a2", "r2"), ((await second).AccessToken, (await second).RefreshToken));
        Assert.Equal(["r0 orders", "r1 stock"], endpoint.Exchanges);
    }

    [Fact]
    public async Task Scopes_are_a_set()
    {
        await using var endpoint = await TokenEndpoint.StartAsync();
        var open = new TaskCompletionSource();
        endpoint.Delay = () => open.Task;
        var refresher = new TokenRefresher(endpoint);
        Task<RefreshedTokens>[] flights = [refresher.RefreshAsync(Request("r0", "b", "a"), Cancel), refresher.RefreshAsync(Request("r0", "a", "b", "a"), Cancel)];
        open.SetResult();
        await Task.WhenAll(flights);
        Assert.Equal(["r0 a b"], endpoint.Exchanges);
    }

    [Fact]
    public async Task Resources_are_told_apart()
    {
        await using var endpoint = await TokenEndpoint.StartAsync();
        var refresher = new TokenRefresher(endpoint);
        var one = await refresher.RefreshAsync(new(Issuer, "r0", ["a"], "https://one.example"), Cancel);
        var two = await refresher.RefreshAsync(new(Issuer, "r0", ["a"], "https://two.example"), Cancel);
        Assert.Equal(("a1", "a2", 0), (one.AccessToken, two.AccessToken, endpoint.Replays));
    }

    [Fact]
    public async Task S02_The_same_token_of_another_issuer_is_another()
    {
        await using var endpoint = await TokenEndpoint.StartAsync(rotates: false);
        var open = new TaskCompletionSource();
        endpoint.Delay = () => open.Task;
        var refresher = new TokenRefresher(endpoint);
        Task<RefreshedTokens>[] flights = [refresher.RefreshAsync(Request("r0"), Cancel), refresher.RefreshAsync(new("https://other.example", "r0"), Cancel)];
        open.SetResult();
        var given = await Task.WhenAll(flights);
        Assert.NotEqual(given[0].AccessToken, given[1].AccessToken);
    }

    [Fact]
    public async Task Who_comes_late_with_a_token_that_was_rotated_away_gets_what_came_of_it()
    {
        await using var endpoint = await TokenEndpoint.StartAsync(time: _time);
        var refresher = new TokenRefresher(endpoint, time: _time);
        await refresher.RefreshAsync(Request("r0"), Cancel);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(("a1", "r1"), Both(await refresher.RefreshAsync(Request("r0"), Cancel)));
        Assert.Equal(("a2", "r2"), Both(await refresher.RefreshAsync(Request("r1"), Cancel)));
        // Two steps behind: the newest, not the first that came of it.
        Assert.Equal(("a2", "r2"), Both(await refresher.RefreshAsync(Request("r0"), Cancel)));
        Assert.Equal((2, 0), (endpoint.Exchanges.Count, endpoint.Replays));
    }

    [Fact]
    public async Task Who_holds_what_came_of_it_and_asks_again_gets_something_newer()
    {
        await using var endpoint = await TokenEndpoint.StartAsync(time: _time);
        var refresher = new TokenRefresher(endpoint, time: _time);
        await refresher.RefreshAsync(Request("r0", "orders"), Cancel);
        Assert.Equal(("a2", "r2"), Both(await refresher.RefreshAsync(Request("r1", "stock"), Cancel)));
        // It holds a1 and r1, and r1 was rotated away for the others: a1 again would be no refresh.
        Assert.Equal(("a3", "r3"), Both(await refresher.RefreshAsync(Request("r1", "orders"), Cancel)));
        Assert.Equal(0, endpoint.Replays);
    }

    [Fact]
    public async Task Adopted_tokens_have_not_expired()
    {
        await using var endpoint = await TokenEndpoint.StartAsync(time: _time);
        var refresher = new TokenRefresher(endpoint, new() { Grace = TimeSpan.FromMinutes(10) }, _time);
        await refresher.RefreshAsync(Request("r0"), Cancel);
        _time.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal(("a2", "r2"), Both(await refresher.RefreshAsync(Request("r0"), Cancel)));
        Assert.Equal(["r0", "r1"], endpoint.Exchanges);
    }

    [Fact]
    public async Task After_the_grace_a_rotated_token_goes_to_the_provider_who_takes_it_for_theft()
    {
        await using var endpoint = await TokenEndpoint.StartAsync(time: _time);
        var refresher = new TokenRefresher(endpoint, time: _time);
        await refresher.RefreshAsync(Request("r0"), Cancel);
        _time.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<HttpRequestException>(() => refresher.RefreshAsync(Request("r0"), Cancel));
        Assert.Equal(1, endpoint.Replays);
    }

    [Fact]
    public async Task A_failure_goes_to_all_who_wait_and_is_not_remembered()
    {
        await using var endpoint = await TokenEndpoint.StartAsync();
        var open = new TaskCompletionSource();
        (endpoint.Delay, endpoint.Outages) = (() => open.Task, 1);
        var refresher = new TokenRefresher(endpoint);
        Task<RefreshedTokens>[] flights = [.. Enumerable.Range(0, 10).Select(_ => refresher.RefreshAsync(Request("r0"), Cancel))];
        open.SetResult();
        foreach (var flight in flights)
            await Assert.ThrowsAsync<HttpRequestException>(() => flight);
        Assert.Equal(0, refresher.Count);
        Assert.Equal("a2", (await refresher.RefreshAsync(Request("r0"), Cancel)).AccessToken);
        Assert.Equal(["r0", "r0"], endpoint.Exchanges);
    }

    [Fact]
    public async Task A_failure_leaves_those_who_ask_for_something_else_their_turn()
    {
        await using var endpoint = await TokenEndpoint.StartAsync();
        var open = new TaskCompletionSource();
        (endpoint.Delay, endpoint.Outages) = (() => open.Task, 1);
        var refresher = new TokenRefresher(endpoint);
        var (first, second) = (refresher.RefreshAsync(Request("r0", "orders"), Cancel), refresher.RefreshAsync(Request("r0", "stock"), Cancel));
        open.SetResult();
        await Assert.ThrowsAsync<HttpRequestException>(() => first);
        Assert.Equal("a2", (await second).AccessToken);
    }

    [Fact]
    public async Task A_caller_who_gives_up_ends_it_for_nobody_else()
    {
        await using var endpoint = await TokenEndpoint.StartAsync();
        var open = new TaskCompletionSource();
        endpoint.Delay = () => open.Task;
        var refresher = new TokenRefresher(endpoint);
        using var gone = new CancellationTokenSource();
        var (first, second) = (refresher.RefreshAsync(Request("r0"), gone.Token), refresher.RefreshAsync(Request("r0"), Cancel));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        open.SetResult();
        Assert.Equal("a1", (await second).AccessToken);
        // Nor when the only caller is gone: the next one finds what came of it.
        Assert.Equal("a1", (await refresher.RefreshAsync(Request("r0"), Cancel)).AccessToken);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_holds_up_nobody_for_ever()
    {
        await using var endpoint = await TokenEndpoint.StartAsync(time: _time);
        var (reached, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        endpoint.Delay = () =>
        {
            reached.TrySetResult();
            return open.Task;
        };
        var refresher = new TokenRefresher(endpoint, time: _time);
        var flight = refresher.RefreshAsync(Request("r0"), Cancel);
        await reached.Task;
        _time.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<TimeoutException>(() => flight);
        open.SetResult();
    }

    [Fact]
    public async Task Where_the_provider_does_not_rotate_each_call_is_an_exchange_and_the_token_stays()
    {
        await using var endpoint = await TokenEndpoint.StartAsync(rotates: false);
        var refresher = new TokenRefresher(endpoint);
        Assert.Equal(("a1", "r0"), Both(await refresher.RefreshAsync(Request("r0"), Cancel)));
        Assert.Equal(("a2", "r0"), Both(await refresher.RefreshAsync(Request("r0"), Cancel)));
        Assert.Equal(0, refresher.Count);
    }

    [Fact]
    public async Task Memory_is_bounded_by_grace_and_by_number()
    {
        await using var endpoint = await TokenEndpoint.StartAsync(time: _time);
        var refresher = new TokenRefresher(endpoint, new() { Capacity = 5 }, _time);
        var held = "r0";
        for (var i = 0; i < 20; i++)
        {
            held = (await refresher.RefreshAsync(Request(held), Cancel)).RefreshToken!;
            Assert.InRange(refresher.Count, 1, 7);
        }

        _time.Advance(TimeSpan.FromSeconds(30));
        await refresher.RefreshAsync(Request(held), Cancel);
        // The newest, and the one that was just rotated away.
        Assert.Equal((2, 0), (refresher.Count, endpoint.Replays));
    }

    [Fact]
    public void Nothing_prints_a_token()
    {
        Assert.Equal($"refresh at {Issuer}", Request("secret").ToString());
        Assert.DoesNotContain("secret", new RefreshedTokens("secret", AuthHost.Start, "secret").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "r0", "a")]
    [InlineData(Issuer, "", "a")]
    [InlineData(Issuer, "r0", "")]
    [InlineData(Issuer, "r0", "a b")]
    [InlineData(Issuer, "r0", "a\"")]
    [InlineData(Issuer, "r0", "ä")]
    public void A_request_that_is_none_is_refused(string issuer, string token, string scope) => Assert.Throws<ArgumentException>(() => new RefreshRequest(issuer, token, [scope]));

    [Fact]
    public void Limits_that_cannot_work_are_refused()
    {
        var exchange = new TokenEndpoint();
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenRefresher(exchange, new() { Grace = TimeSpan.FromMinutes(11) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenRefresher(exchange, new() { Timeout = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenRefresher(exchange, new() { Capacity = 0 }));
    }

    private static (string, string?) Both(RefreshedTokens tokens) => (tokens.AccessToken, tokens.RefreshToken);

    private static RefreshRequest Request(string token, params string[] scopes) => new(Issuer, token, scopes);
}
