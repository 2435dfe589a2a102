using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

public sealed class KeyRingTests : IAsyncLifetime
{
    private static readonly TimeSpan Cooldown = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new(AuthHost.Start);
    private readonly TestKey _key = TestKey.Ec("a");
    private TestProvider _provider = null!;
    private KeyHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync(_key);
        _host = new(_provider.Address, _time);
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task A_crowd_at_a_cold_start_shares_one_fetch()
    {
        var token = _key.Token(_provider.Address, _time.GetUtcNow());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => _host.TryAsync(token))));

        Assert.All(outcomes, o => Assert.Equal("valid", o));
        Assert.Equal((2, 1), (_provider.Requests, _provider.KeyRequests));
    }

    [Fact]
    public async Task An_unknown_issuer_costs_no_fetch()
    {
        Assert.Equal("issuer_unknown", await _host.TryAsync(_key.Token("https://evil.example", _time.GetUtcNow())));
        Assert.Equal(0, _provider.Requests);
    }

    [Fact]
    public async Task Down_at_the_start_is_unavailable_and_asked_again_soon_and_ever_later()
    {
        _provider.IsDown = true;
        Assert.Equal("unavailable: the answer is 500", await _host.TryAsync(_key));
        Assert.False(_host.Keys.IsUsable);
        // Half a second to a second, then twice as long each time, up to the cool-down.
        for (var pause = 1.0; pause < 120; pause *= 2)
        {
            var (seconds, requests) = (Math.Min(pause, 30), _provider.Requests);
            _time.Advance(TimeSpan.FromSeconds(seconds * 0.49));
            Assert.Equal("unavailable: the answer is 500", await _host.TryAsync(_key));
            Assert.Equal(requests, _provider.Requests);
            _time.Advance(TimeSpan.FromSeconds(seconds * 0.51));
            Assert.Equal("unavailable: the answer is 500", await _host.TryAsync(_key));
            Assert.Equal(requests + 1, _provider.Requests);
        }

        _provider.IsDown = false;
        _time.Advance(Cooldown);
        Assert.Equal("valid", await _host.TryAsync(_key));
        Assert.True(_host.Keys.IsUsable);
        Assert.Empty(_host.Events);
    }

    [Fact]
    public async Task Down_for_an_hour_is_noticed_by_nobody_with_a_token()
    {
        Assert.Equal("valid", await _host.TryAsync(_key));
        _provider.IsDown = true;
        _time.Advance(TimeSpan.FromHours(12));
        var requests = _provider.Requests;
        for (var second = 0; second < 3600; second += 10)
        {
            // At once: nobody waits for the fetches in the background.
            Assert.True(_host.TryAsync(_key) is { IsCompletedSuccessfully: true, Result: "valid" });
            await FetchedAsync();
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        // 30 seconds, 60, then every two minutes, a quarter more by chance.
        Assert.InRange(_provider.Requests - requests, 3600 / 150, 3 + (3600 / 120));
        Assert.Equal(["keys.last_known_good.used"], _host.Events);
        Assert.Equal((true, 0), (_host.Keys.IsUsable, _host.Keys.Generation));
        _provider.IsDown = false;
        _time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal("valid", await _host.TryAsync(_key));
        await KeyHost.UntilAsync(() => _provider.KeyRequests == 2);
    }

    [Fact]
    public async Task Case49_down_past_the_hard_limit_closes_until_the_provider_is_back()
    {
        Assert.Equal("valid", await _host.TryAsync(_key));
        _provider.IsDown = true;
        _time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromTicks(1));
        Assert.Equal("valid", await _host.TryAsync(_key));
        await FetchedAsync();
        var remembered = _key.Token(_provider.Address, _time.GetUtcNow());
        Assert.Equal("valid", await _host.TryAsync(remembered));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.False(_host.Keys.IsUsable);
        Assert.Equal("unavailable: the answer is 500", await _host.TryAsync(remembered));
        Assert.Equal("unavailable: the answer is 500", await _host.TryAsync(_key));
        Assert.Equal("unavailable: the answer is 500", await _host.TryAsync(TestKey.Ec("b")));
        Assert.Equal(["keys.last_known_good.used", "keys.last_known_good.expired"], _host.Events);

        _provider.IsDown = false;
        _time.Advance(Cooldown);
        Assert.Equal("valid", await _host.TryAsync(_key));
        // Nothing was withdrawn meanwhile.
        Assert.Equal(0, _host.Keys.Generation);
    }

    [Fact]
    public async Task Failures_before_the_hard_limit_do_not_put_off_the_first_fetch_after_it()
    {
        Assert.Equal("valid", await _host.TryAsync(_key));
        _provider.IsDown = true;
        _time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<SigningKeysUnavailableException>(_host.RefreshAsync);
        _provider.IsDown = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("valid", await _host.TryAsync(_key));
    }

    [Fact]
    public async Task Keys_that_have_come_of_age_are_fetched_in_the_background()
    {
        Assert.Equal("valid", await _host.TryAsync(_key));
        _time.Advance(TimeSpan.FromHours(12) * 0.899);
        Assert.True(_host.Keys.IsUsable);
        Assert.Equal("valid", await _host.TryAsync(_key));
        Assert.Equal(1, _provider.KeyRequests);
        // By whoever asks anything: a stream that only wants to know whether the keys are still good is enough.
        _time.Advance(TimeSpan.FromHours(12) * 0.101);
        Assert.True(_host.Keys.IsUsable);
        await KeyHost.UntilAsync(() => Loaded == 2);
        Assert.True(_host.TryAsync(_key) is { IsCompletedSuccessfully: true, Result: "valid" });
        Assert.Equal(2, _provider.KeyRequests);
    }

    [Fact]
    public async Task A_rotated_key_is_picked_up_by_its_first_token()
    {
        var (old, next) = (_key.Token(_provider.Address, _time.GetUtcNow()), TestKey.Ec("b"));
        Assert.Equal("valid", await _host.TryAsync(old));
        _provider.Publish(_key, next);
        _time.Advance(Cooldown);
        Assert.Equal("valid", await _host.TryAsync(next));
        Assert.Equal("valid", await _host.TryAsync(old));
        // What was only added makes nothing be verified again.
        Assert.Equal((2, 0), (_provider.KeyRequests, _host.Keys.Generation));
    }

    [Fact]
    public async Task Within_the_cool_down_a_new_key_is_unknown_and_after_it_is_not()
    {
        var next = TestKey.Ec("b");
        Assert.Equal("valid", await _host.TryAsync(_key));
        _provider.Publish(_key, next);
        _time.Advance(Cooldown - TimeSpan.FromTicks(1));
        Assert.Equal("key_unknown", await _host.TryAsync(next));
        Assert.Equal(1, _provider.KeyRequests);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("valid", await _host.TryAsync(next));
    }

    [Fact]
    public async Task Case49_tokens_of_a_withdrawn_key_are_refused_after_the_refresh_remembered_or_not()
    {
        var (remembered, fresh, next) = (_key.Token(_provider.Address, _time.GetUtcNow()), _key.Token(_provider.Address, _time.GetUtcNow(), subject: "user-2"), TestKey.Ec("b"));
        Assert.Equal("valid", await _host.TryAsync(remembered));
        _provider.Publish(next);
        // The window: until the keys are fetched again the old one is good.
        Assert.Equal("valid", await _host.TryAsync(remembered));
        await _host.RefreshAsync();
        Assert.Equal(1, _host.Keys.Generation);
        Assert.Equal("key_unknown", await _host.TryAsync(remembered));
        Assert.Equal("key_unknown", await _host.TryAsync(fresh));
        Assert.Equal("valid", await _host.TryAsync(next));
    }

    [Fact]
    public async Task A_key_that_changes_under_its_id_makes_the_generation_grow()
    {
        var token = _key.Token(_provider.Address, _time.GetUtcNow());
        Assert.Equal("valid", await _host.TryAsync(token));
        _provider.Publish(TestKey.Ec("a"));
        await _host.RefreshAsync();
        Assert.Equal(1, _host.Keys.Generation);
        Assert.Equal("signature_invalid", await _host.TryAsync(token));
        _provider.Publish(TestKey.Set(TestKey.Ec("b").Jwk()));
        await _host.RefreshAsync();
        await _host.RefreshAsync();
        Assert.Equal(2, _host.Keys.Generation);
    }

    [Fact]
    public async Task A_second_key_ends_the_tokens_that_meant_the_only_one()
    {
        var withoutId = _key.Token(_provider.Address, _time.GetUtcNow(), keyId: "");
        Assert.Equal("valid", await _host.TryAsync(_key));
        _provider.Publish(_key, TestKey.Ec("b"));
        await _host.RefreshAsync();
        Assert.Equal(0, _host.Keys.Generation);
        _provider.Publish(_key);
        await _host.RefreshAsync();
        Assert.Equal(1, _host.Keys.Generation);

        Assert.Equal("valid", await _host.TryAsync(withoutId));
        _provider.Publish(_key, TestKey.Ec("b"));
        await _host.RefreshAsync();
        Assert.Equal(2, _host.Keys.Generation);
        Assert.Equal("key_unknown", await _host.TryAsync(withoutId));
    }

    [Fact]
    public async Task A_set_without_keys_is_a_mistake_for_ten_minutes_and_then_a_decision()
    {
        Assert.Equal("valid", await _host.TryAsync(_key));
        _provider.Publish("""{"keys":[]}""");
        Assert.Equal("the provider publishes no usable signing key", (await Assert.ThrowsAsync<SigningKeysUnavailableException>(_host.RefreshAsync)).Problem);
        var requests = _provider.KeyRequests;
        for (var minute = 0; minute < 10; minute++)
        {
            Assert.True(_host.TryAsync(_key) is { IsCompletedSuccessfully: true, Result: "valid" });
            await FetchedAsync();
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        // It is asked again all the while, without waiting for the keys to come of age.
        Assert.InRange(_provider.KeyRequests - requests, 3, 10);
        var remembered = _key.Token(_provider.Address, _time.GetUtcNow());
        Assert.Equal((0, "valid"), (_host.Keys.Generation, await _host.TryAsync(remembered)));
        await FetchedAsync();
        _time.Advance(TimeSpan.FromMinutes(3));
        await _host.TryAsync(_key);
        await FetchedAsync();
        Assert.Equal((1, false), (_host.Keys.Generation, _host.Keys.IsUsable));
        Assert.Equal("unavailable: the provider publishes no usable signing key", await _host.TryAsync(remembered));
        Assert.Equal(["keys.empty", "keys.empty"], _host.Events);

        _provider.Publish(_key);
        _time.Advance(Cooldown);
        Assert.Equal("valid", await _host.TryAsync(_key));
        Assert.Equal(1, _host.Keys.Generation);
    }

    [Fact]
    public async Task A_set_without_keys_that_was_mended_in_time_costs_nothing()
    {
        Assert.Equal("valid", await _host.TryAsync(_key));
        for (var i = 0; i < 3; i++)
        {
            _provider.Publish(TestKey.Set(TestKey.Ec("c").Jwk(("use", "enc"))));
            await Assert.ThrowsAsync<SigningKeysUnavailableException>(_host.RefreshAsync);
            _time.Advance(TimeSpan.FromMinutes(6));
            _provider.Publish(_key);
            await _host.RefreshAsync();
            _time.Advance(TimeSpan.FromMinutes(6));
        }

        Assert.Equal((0, true), (_host.Keys.Generation, _host.Keys.IsUsable));
    }

    [Fact]
    public async Task Case51_a_thousand_unknown_ids_a_second_cost_one_fetch_a_cool_down()
    {
        Assert.Equal("valid", await _host.TryAsync(_key));
        var token = _key.Token(_provider.Address, _time.GetUtcNow()).Split('.');
        const int Seconds = 120;
        for (var second = 0; second < Seconds; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            for (var i = 0; i < 1000; i++)
            {
                var header = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.ASCII.GetBytes($$"""{"alg":"ES256","typ":"JWT","kid":"made-up-{{second}}-{{i}}"}"""));
                Assert.Equal("key_unknown", await _host.TryAsync($"{header}.{token[1]}.{token[2]}"));
            }
        }

        Assert.Equal(1 + (Seconds / 30), _provider.KeyRequests);
        // None of it is in the way of the others.
        Assert.Equal("valid", await _host.TryAsync(_key));
    }

    [Fact]
    public async Task Case51_a_crowd_of_unknown_ids_shares_one_fetch()
    {
        Assert.Equal("valid", await _host.TryAsync(_key));
        _time.Advance(Cooldown);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(() => _host.TryAsync(_key.Token(_provider.Address, _time.GetUtcNow(), $"made-up-{i}")))));
        Assert.All(outcomes, o => Assert.Equal("key_unknown", o));
        Assert.Equal(2, _provider.KeyRequests);
    }

    [Fact]
    public async Task Case51_an_id_that_was_guessed_before_it_was_published_is_found_no_later()
    {
        var next = TestKey.Ec("b");
        Assert.Equal("valid", await _host.TryAsync(_key));
        for (var second = 0; second < 3600; second += 10)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal("key_unknown", await _host.TryAsync(next));
        }

        Assert.Equal(1 + (3600 / 30), _provider.KeyRequests);
        _provider.Publish(_key, next);
        _time.Advance(Cooldown);
        Assert.Equal("valid", await _host.TryAsync(next));
    }

    [Fact]
    public async Task A_forced_refresh_fetches_within_the_cool_down_and_is_shared()
    {
        Assert.Equal("valid", await _host.TryAsync(_key));
        var next = TestKey.Ec("b");
        _provider.Publish(_key, next);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(_host.RefreshAsync)));
        Assert.Equal("valid", await _host.TryAsync(next));
        Assert.InRange(_provider.KeyRequests, 2, 1 + 50);

        // While one waits, all that come join in the one after it.
        using var release = new SemaphoreSlim(0);
        _provider.Answer = async context =>
        {
            await release.WaitAsync(context.RequestAborted);
            context.Response.StatusCode = 500;
        };
        var before = _provider.Requests;
        var first = _host.RefreshAsync();
        await KeyHost.UntilAsync(() => _provider.Requests == before + 1);
        var others = Enumerable.Range(0, 50).Select(_ => _host.RefreshAsync()).ToArray();
        release.Release(10);
        foreach (var refresh in (Task[])[first, .. others])
            await Assert.ThrowsAsync<SigningKeysUnavailableException>(() => refresh);
        Assert.Equal(before + 2, _provider.Requests);
        Assert.Equal("valid", await _host.TryAsync(_key));
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_stop_the_fetch_of_the_others()
    {
        using var gaveUp = new CancellationTokenSource();
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _host.Validator.ValidateAsync(_key.Token(_provider.Address, _time.GetUtcNow()).AsMemory(), gaveUp.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _host.Keys.RefreshAsync(gaveUp.Token));
        Assert.Equal("valid", await _host.TryAsync(_key));
        Assert.InRange(_provider.KeyRequests, 1, 2);
    }

    [Fact]
    public async Task Tokens_that_wait_for_keys_get_their_own_answers_however_many_callers_give_up()
    {
        using var release = new SemaphoreSlim(0);
        var keys = TestKey.Set(_key.Jwk());
        _provider.Answer = async context =>
        {
            await release.WaitAsync(context.RequestAborted);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(context.Request.Path == "/jwks" ? keys : $$"""{"issuer":"{{_provider.Address}}","jwks_uri":"{{_provider.Address}}/jwks"}""");
        };
        using var giveUp = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 300).Select(i => AskAsync(i, i % 3 == 0 ? giveUp.Token : TestContext.Current.CancellationToken)).ToArray();
        await giveUp.CancelAsync();
        // Others borrow what those who gave up have given back.
        waiting = [.. waiting, .. Enumerable.Range(300, 300).Select(i => AskAsync(i, TestContext.Current.CancellationToken))];
        release.Release(2);
        await Task.WhenAll(waiting);
        // What was given back twice would be lent twice.
        byte[][] borrowed = [.. Enumerable.Range(0, 1_000).Select(_ => System.Buffers.ArrayPool<byte>.Shared.Rent(1024))];
        Assert.Equal(borrowed.Length, borrowed.Distinct<object>(ReferenceEqualityComparer.Instance).Count());

        async Task AskAsync(int i, CancellationToken cancellationToken)
        {
            var token = _key.Token(_provider.Address, _time.GetUtcNow(), i % 5 == 0 ? $"made-up-{i}" : null, subject: $"user-{i}");
            try
            {
                var outcome = await _host.Validator.ValidateAsync(token.AsMemory(), cancellationToken);
                Assert.Equal(i % 5 == 0 ? null : $"user-{i}", outcome.Token?.Subject);
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(giveUp.Token, cancellationToken);
            }
        }
    }

    [Fact]
    public async Task Nothing_of_the_first_caller_stays_in_the_fetch()
    {
        var mine = new AsyncLocal<string> { Value = "request 1" };
        string? seen = "not asked";
        var settings = new CksTokenOptions();
        var keys = new KeyRing("local", new Watched(() => seen = mine.Value), settings, _time, new("local", Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, null, new(new Meters())));
        await Assert.ThrowsAsync<SigningKeysUnavailableException>(async () => await keys.FindAsync("a", "ES256", TestContext.Current.CancellationToken));
        Assert.Null(seen);
        // Nor does one get in the way who has seen to that already.
        Task refresh;
        using (ExecutionContext.SuppressFlow())
            refresh = keys.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal("looked", (await Assert.ThrowsAsync<SigningKeysUnavailableException>(() => refresh)).Problem);
    }

    [Fact]
    public async Task Keys_that_were_fetched_by_a_clock_far_ahead_are_fetched_again_when_it_is_set_right()
    {
        Assert.Equal("valid", await _host.TryAsync(_key));
        var next = TestKey.Ec("b");
        _provider.Publish(next);
        _time.AdjustTime(AuthHost.Start.AddDays(-400));
        Assert.Equal("valid", await _host.TryAsync(next));
        Assert.Equal("key_unknown", await _host.TryAsync(_key));
        Assert.Equal(2, _provider.KeyRequests);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_puts_the_hard_limit_off_by_no_more_than_itself()
    {
        Assert.Equal("valid", await _host.TryAsync(_key));
        _provider.IsDown = true;
        _time.AdjustTime(AuthHost.Start.AddDays(-400));
        Assert.Equal("valid", await _host.TryAsync(_key));
        await FetchedAsync();
        _time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromTicks(1));
        Assert.Equal("valid", await _host.TryAsync(_key));
        await FetchedAsync();
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("unavailable: the answer is 500", await _host.TryAsync(_key));
    }

    [Fact]
    public async Task A_set_without_keys_is_a_decision_after_ten_minutes_also_when_the_clock_was_set_back()
    {
        Assert.Equal("valid", await _host.TryAsync(_key));
        _provider.Publish();
        _time.Advance(TimeSpan.FromHours(12));
        Assert.Equal("valid", await _host.TryAsync(_key));
        await FetchedAsync();
        _time.AdjustTime(AuthHost.Start.AddDays(-400));
        Assert.Equal("valid", await _host.TryAsync(_key));
        await FetchedAsync();
        _time.Advance(TimeSpan.FromMinutes(10));
        await _host.TryAsync(_key);
        await FetchedAsync();
        Assert.StartsWith("unavailable", await _host.TryAsync(_key), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4_000)]
    [InlineData(-4_000)]
    public async Task Keys_that_were_given_are_never_fetched_and_never_end_whatever_the_clock_does(int days)
    {
        using var host = new KeyHost("https://given.example", _time, o => o.AddKeys("https://given.example", TestKey.Set(_key.Jwk()), "portal"));
        Assert.Equal("valid", await host.TryAsync(_key));
        _time.AdjustTime(_time.GetUtcNow().AddDays(days));
        Assert.Equal("valid", await host.TryAsync(_key));
        Assert.Equal("key_unknown", await host.TryAsync(TestKey.Ec("b")));
        Assert.False(host.Keys.IsFetching);
        Assert.DoesNotContain(host.Log.GetSnapshot(), r => r.Message.StartsWith("Loaded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_nobody_expected_is_unavailable_too()
    {
        var settings = new CksTokenOptions();
        var keys = new KeyRing("local", new Watched(() => throw new NotSupportedException("x")), settings, _time, new("local", Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, null, new(new Meters())));
        var e = await Assert.ThrowsAsync<SigningKeysUnavailableException>(async () => await keys.FindAsync("a", "ES256", TestContext.Current.CancellationToken));
        Assert.Equal("unexpected NotSupportedException", e.Problem);
        Assert.False(keys.IsUsable);
    }

    [Fact]
    public async Task In_any_history_a_fetch_never_comes_before_its_cool_down()
    {
        await _host.TryAsync(_key);
        var steps = Gen.Select(Gen.Int[0, 40], Gen.Bool, Gen.Bool);
        await steps.Array[1, 30].SampleAsync(
            async history =>
            {
                var (fetches, elapsed) = (_provider.Requests - _provider.KeyRequests, 0);
                foreach (var (seconds, known, down) in history)
                {
                    _provider.IsDown = down;
                    elapsed += seconds;
                    _time.Advance(TimeSpan.FromSeconds(seconds));
                    if (await _host.TryAsync(known ? _key : TestKey.Ec("made-up")) != (known ? "valid" : "key_unknown"))
                        return false;
                }

                return _provider.Requests - _provider.KeyRequests - fetches <= 1 + (elapsed / 30);
            },
            iter: 40,
            threads: 1);
    }

    private int Loaded => _host.Log.GetSnapshot().Count(r => r.Level == LogLevel.Information && r.Message.StartsWith("Loaded", StringComparison.Ordinal));

    /// <summary>Waits until a fetch in the background, if there is one, is over.</summary>
    private Task FetchedAsync() => KeyHost.UntilAsync(() => !_host.Keys.IsFetching);

    private sealed class Watched(Action look) : KeySource
    {
        public override Task<KeySet> LoadAsync()
        {
            look();
            throw new SigningKeysUnavailableException("local", "looked");
        }
    }

    private sealed class Meters : System.Diagnostics.Metrics.IMeterFactory
    {
        public System.Diagnostics.Metrics.Meter Create(System.Diagnostics.Metrics.MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
