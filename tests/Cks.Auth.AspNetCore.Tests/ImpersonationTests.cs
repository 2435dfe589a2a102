using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Cks.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>S12: somebody acts in another's place by a token of the provider, and by nothing else.</summary>
public sealed class ImpersonationTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow().AddMinutes(5));
    private readonly Holders _holders = new();
    private readonly Sink _sink = new();
    private TestHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await StartAsync(withSessions: true);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task S12_where_somebody_acts_is_found_by_who_they_are()
    {
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (await StatusAsync("s1", Actor("eve")), await StatusAsync("s2", Actor("bob"))));
        var found = await _host.Services.GetRequiredService<ISessionStore>().ImpersonationsAsync(ImpersonationQuery.By(new(TestHost.Issuer, "eve")) with { Tenant = "main" }, Token);
        Assert.Equal(("ada", "s1"), Assert.Single(found) is { Act: ImpersonationAct.Started } act ? (act.Subject, act.SessionId) : default);
    }

    [Fact]
    public async Task S12_who_may_acts_and_both_are_named_in_the_session_and_in_the_record()
    {
        Assert.Equal($"ada 21:{TestHost.Issuer}eve", await BodyAsync("s1", Actor("eve")));
        Assert.Equal("ada nobody", await BodyAsync("s2", null));
        var started = Assert.Single(_sink.Events);
        Assert.Equal(("impersonation.started", $"21:{TestHost.Issuer}eve", $"as ada at {TestHost.Issuer}"), (started.Kind.Id, started.SubjectId, started.Detail));
        var kept = await _host.Services.GetRequiredService<ISessions>().OfAsync(TestHost.Issuer, "ada", Token);
        Assert.Equal(["", $"21:{TestHost.Issuer}eve"], kept.Select(s => s.Actor).Order(StringComparer.Ordinal));

        await _host.Services.GetRequiredService<ISessions>().EndAllAsync(TestHost.Issuer, "ada", Token);
        Assert.Equal("impersonation.ended", _sink.Events.Last(e => e.Kind.Id.StartsWith("impersonation", StringComparison.Ordinal)).Kind.Id);
        var acts = await ActsAsync();
        Assert.Equal([ImpersonationAct.Ended, ImpersonationAct.Started], acts.Select(a => a.Act));
        Assert.All(acts, a => Assert.Equal((TestHost.Issuer, "ada", $"21:{TestHost.Issuer}eve", "s1"), (a.Issuer, a.Subject, a.Actor, a.SessionId)));
    }

    [Fact]
    public async Task S12_the_session_says_what_the_actor_is_and_shows_the_framework_only_roles_of_both()
    {
        _host.Store.Records["ada"] = TestStore.Contractor with { Roles = ["contractor", "manager"] };
        _host.Store.Records["eve"] = TestStore.Contractor with { Code = "CON-099", Roles = ["manager"] };
        using var answer = await _host.GetAsAsync(_host.Forge.Mint("ada", "portal", TimeSpan.FromHours(2), new() { ["sid"] = "s1", ["act"] = Actor("eve") }), "/rights");
        Assert.Equal("contractor,manager; manager CON-099; False True", await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task S30_refusals_are_reported_and_kept_so_many_a_minute_with_how_many_more_there_were()
    {
        for (var i = 0; i < 25; i++)
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync($"r{i}", Actor("bob")));
        Assert.Equal(10, _sink.Events.Count(e => e.Kind.Id == "impersonation.refused"));
        Assert.Equal(10, (await ActsAsync()).Count(a => a is { Act: ImpersonationAct.Refused, Subject: "ada" }));

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("r99", Actor("bob")));
        Assert.Equal(($"as ada at {TestHost.Issuer}; 15 more before", $"21:{TestHost.Issuer}bob"), (_sink.Events.Last().Detail, _sink.Events.Last().SubjectId));
        var last = (await ActsAsync())[0];
        Assert.Equal(($"21:{TestHost.Issuer}bob", "r99", "15 more before"), (last.Actor, last.SessionId, last.Detail));
    }

    [Theory]
    [InlineData("idle")]
    [InlineData("absolute")]
    [InlineData("ended")]
    [InlineData("another's")]
    public async Task S12_the_actors_own_session_is_looked_at_in_the_store(string over)
    {
        // Their own session, which they use: here it stands.
        var own = _host.Forge.Mint(over == "another's" ? "sam" : "eve", "portal", TimeSpan.FromHours(24), new() { ["sid"] = "e1" });
        async Task<HttpStatusCode> OwnAsync()
        {
            using var answer = await _host.GetAsAsync(own, "/me");
            return answer.StatusCode;
        }

        var text = new JsonObject { ["sub"] = "eve", ["sid"] = "e1" };
        Assert.Equal(HttpStatusCode.OK, await OwnAsync());
        Assert.Equal(over == "another's" ? HttpStatusCode.Forbidden : HttpStatusCode.OK, await StatusAsync("s1", text));
        var store = _host.Services.GetRequiredService<ISessionStore>();
        var key = new SessionKey(TestHost.Issuer, "e1");
        if (over == "idle")
            _time.Advance(TimeSpan.FromMinutes(31));
        else if (over == "absolute")
            await store.ChangeAsync(key, s => s! with { EndsAt = _time.GetUtcNow() }, Token);
        else if (over == "ended")
            await store.ChangeAsync(key, s => s!.Ended(_time.GetUtcNow(), SessionEnd.SignedOut), Token);
        if (over is "absolute" or "ended")
            _time.Advance(TimeSpan.FromSeconds(31)); // what was read of it is relied on for so long
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("s2", text.DeepClone()));
        // One that nobody has used here is not over.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("s3", new JsonObject { ["sub"] = "eve", ["sid"] = "e2" }));
    }

    [Fact]
    public async Task S12_it_ends_after_an_hour_however_much_it_is_used()
    {
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync("s1", Actor("eve")));
            _time.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("s1", Actor("eve")));
        Assert.Contains(_sink.Events, e => e.Kind.Id == "impersonation.ended");
    }

    [Fact]
    public async Task S12_nobody_comes_into_a_session_of_another_or_out_of_one()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("s1", Actor("eve")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("s2", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("s1", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("s2", Actor("eve")));
        _holders.Subjects["sam"] = 0;
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("s1", Actor("sam")));
        // Whoever acts and tried it is in the audit, and told of.
        string[] who = [$"21:{TestHost.Issuer}eve", $"21:{TestHost.Issuer}sam"];
        Assert.Equal(who, (await ActsAsync()).Where(a => a.Act == ImpersonationAct.Refused).Select(a => a.Actor).Order(StringComparer.Ordinal));
        Assert.Equal(who, _sink.Events.Where(e => e.Kind.Id == "impersonation.refused").Select(e => e.SubjectId).Order(StringComparer.Ordinal));
        Assert.All(await ActsAsync(), a => Assert.Equal("main", a.Tenant));
        Assert.All(_sink.Events.Where(e => e.Kind.Id.StartsWith("impersonation", StringComparison.Ordinal)), e => Assert.Equal("main", e.TenantId));
    }

    [Fact]
    public async Task S12_it_is_refused_and_reported_unless_all_of_it_holds()
    {
        async Task RefusedAsync(JsonNode actor, string why)
        {
            var before = _sink.Events.Count;
            using var answer = await GetAsync("s1", actor);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, why);
            Assert.Contains("impersonation_refused", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
            Assert.True(_sink.Events.Skip(before).Any(e => e.Kind.Id == "impersonation.refused"), why);
            _time.Advance(TimeSpan.FromSeconds(10)); // ten a minute are reported
        }

        await RefusedAsync(Actor("bob"), "without the capability");
        await RefusedAsync(Actor("ada"), "in one's own place");
        await RefusedAsync(new JsonObject { ["sub"] = "eve", ["act"] = new JsonObject { ["sub"] = "sam" } }, "nested");
        await RefusedAsync(new JsonObject { ["sub"] = "eve", ["iss"] = "https://elsewhere.example" }, "of an issuer that is not accepted");
        await RefusedAsync(new JsonObject { ["sub"] = 7 }, "unreadable");
        await RefusedAsync(new JsonObject { ["sub"] = "" }, "nobody");
        await RefusedAsync(new JsonObject { ["iss"] = TestHost.Issuer }, "without a subject");
        _host.Store.Records["eve"] = TestStore.Contractor with { Tenant = TenantId.Parse("other") };
        await RefusedAsync(Actor("eve"), "of another tenant");
        _host.Store.Records["eve"] = TestStore.Contractor with { IsTest = true };
        await RefusedAsync(Actor("eve"), "of the test class");
        _host.Store.Records["eve"] = TestStore.Contractor with { ArchivedAt = DateTimeOffset.UnixEpoch };
        await RefusedAsync(Actor("eve"), "archived");
        _host.Store.Records.Clear();
        _host.Revocations.Revoke("eve");
        await RefusedAsync(Actor("eve"), "barred");
    }

    [Fact]
    public async Task S12_it_ends_when_the_actor_loses_what_it_takes()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("s1", Actor("eve")));
        _holders.Subjects.TryRemove("eve", out _);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("s1", Actor("eve")));
        _holders.Subjects["eve"] = 0;
        _host.Store.Records["ada"] = TestStore.Contractor with { Status = "suspended" };
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("s1", Actor("eve")));
    }

    [Theory]
    [InlineData("capability")]
    [InlineData("account")]
    [InlineData("person")]
    public async Task S12_what_was_lost_for_a_moment_has_ended_it_for_good(string lost)
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("s1", Actor("eve")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("s2", null));
        void Take()
        {
            if (lost == "capability")
                _holders.Subjects.TryRemove("eve", out _);
            else
                _host.Store.Records[lost == "account" ? "eve" : "ada"] = TestStore.Contractor with { Status = "suspended" };
        }

        Take();
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("s1", Actor("eve")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("s1", Actor("eve")));
        _holders.Subjects["eve"] = 0;
        _host.Store.Records.Clear();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("s1", Actor("eve")));
        var ended = Assert.Single(await ActsAsync(), a => a.Act == ImpersonationAct.Ended);
        Assert.Equal(("s1", "ActorLost"), (ended.SessionId, ended.Detail));
        Assert.Single(_sink.Events, e => e.Kind.Id == "impersonation.ended");
        // Only that one: not the person's own, and not one that begins anew.
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync("s2", null), await StatusAsync("s3", Actor("eve"))));

        // Nobody ends another's by being refused.
        _holders.Subjects.Clear();
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("s3", Actor("bob")));
        _holders.Subjects["eve"] = 0;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("s3", Actor("eve")));
    }

    [Fact]
    public async Task S12_it_ends_when_the_actor_is_signed_out_everywhere_though_the_token_names_no_session_of_theirs()
    {
        await using var host = await StartAsync(withSessions: true, withRevocations: true);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await FreshAsync(host, "s1"), await FreshAsync(host, "s2")));
        await host.Services.GetRequiredService<ISessions>().EndAllAsync(TestHost.Issuer, "eve", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, await FreshAsync(host, "s1"));
        Assert.Equal(2, _sink.Events.Count(e => e.Kind.Id == "impersonation.ended"));
        Assert.Empty(await host.Services.GetRequiredService<ISessions>().OfAsync(TestHost.Issuer, "ada", Token));
        // Also a token that was refreshed since.
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(HttpStatusCode.Unauthorized, await FreshAsync(host, "s2"));
        // Whoever signs in again may act again.
        Assert.Equal(HttpStatusCode.OK, await FreshAsync(host, "s3"));
    }

    [Fact]
    public async Task S12_a_token_refreshed_after_the_actor_was_signed_out_by_the_provider_goes_on_with_nothing()
    {
        await using var host = await StartAsync(withSessions: true, withRevocations: true);
        Assert.Equal(HttpStatusCode.OK, await FreshAsync(host, "s1"));
        await host.Services.GetRequiredService<IRevocations>().SignOutEverywhereAsync(TestHost.Issuer, "eve", Token);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(HttpStatusCode.Forbidden, await FreshAsync(host, "s1"));
        Assert.Equal(HttpStatusCode.OK, await FreshAsync(host, "s2"));
    }

    [Fact]
    public async Task S12_it_ends_with_the_actors_own_session()
    {
        await using var host = await StartAsync(withSessions: true, withRevocations: true);
        string Text(string own) => host.Forge.Mint("ada", "portal", TimeSpan.FromHours(2), new() { ["sid"] = $"of {own}", ["act"] = new JsonObject { ["sub"] = "eve", ["sid"] = own } });
        async Task<HttpStatusCode> AnswerAsync(string own)
        {
            using var answer = await host.GetAsAsync(Text(own), "/me");
            return answer.StatusCode;
        }

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await AnswerAsync("e1"), await AnswerAsync("e2")));
        await host.Services.GetRequiredService<IRevocations>().EndSessionAsync(TestHost.Issuer, "e1", Token);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (await AnswerAsync("e1"), await AnswerAsync("e2")));
        await host.Services.GetRequiredService<IRevocations>().SignOutEverywhereAsync(TestHost.Issuer, "eve", Token);
        Assert.Equal(HttpStatusCode.Forbidden, await AnswerAsync("e2"));
    }

    [Fact]
    public async Task S12_where_nothing_would_end_it_or_keep_it_nobody_acts_for_anybody()
    {
        await using var host = await StartAsync(withSessions: false);
        using var answer = await host.GetAsAsync(host.Forge.Mint("ada", "portal", TimeSpan.FromHours(2), new() { ["sid"] = "s1", ["act"] = Actor("eve") }), "/me");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task S12_a_scheme_that_does_not_ask_who_acts_makes_nobody_the_plain_person()
    {
        var outcome = await _host.Services.GetRequiredService<ITokenValidator>().ValidateAsync(
            _host.Forge.Mint("ada", "portal", TimeSpan.FromHours(2), new() { ["sid"] = "s9", ["act"] = Actor("eve") }).AsMemory(), Token);
        var plain = new UserSession { Issuer = TestHost.Issuer, Subject = "ada", Tenant = TenantId.Parse("main"), Code = "CON-010", Roles = ["contractor"], Status = "active" };

        Assert.Equal(SessionRefusalReason.ImpersonationRefused, await _host.Services.GetRequiredService<ISessions>().UseAsync(outcome.Token!, plain, cancellationToken: Token));
        Assert.Equal(("s9", $"21:{TestHost.Issuer}eve"), Assert.Single(await ActsAsync()) is { Act: ImpersonationAct.Refused } act ? (act.SessionId, act.Actor) : default);
    }

    private ValueTask<IReadOnlyList<ImpersonationRecord>> ActsAsync() => _host.Services.GetRequiredService<ISessionStore>().ImpersonationsAsync(ImpersonationQuery.Of(TestHost.Issuer, "ada"), Token);

    private static JsonObject Actor(string subject) => new() { ["sub"] = subject };

    private Task<TestHost> StartAsync(bool withSessions, bool withRevocations = false) => TestHost.StartAsync(
        app =>
        {
            app.MapGet("/rights", (HttpContext http, ClaimsPrincipal user) =>
                $"{string.Join(',', http.GetCksSession().Session.Roles)}; {string.Join(',', user.FindAll(CksClaimTypes.ActorRole).Select(c => c.Value))} {user.FindFirstValue(CksClaimTypes.ActorCode)}; {user.IsInRole("contractor")} {user.IsInRole("manager")}").RequireAuthorization();
            app.MapGet("/me", (HttpContext http, ClaimsPrincipal user) => $"{http.GetCksSession().Session.Subject} {user.FindFirstValue(CksClaimTypes.Actor) ?? "nobody"}").RequireAuthorization();
        },
        builder =>
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time));
            builder.Services.AddSingleton<IHoldings>(_holders);
            builder.Services.AddSingleton<ISecurityEventSink>(_sink).AddSingleton<SecurityEvents>();
            if (withRevocations)
                builder.Services.Replace(ServiceDescriptor.Singleton<IRevocationCheck>(provider => provider.GetRequiredService<Revocations>()));
            if (withSessions)
                builder.Services.AddCksSessions(o => o.Limits = new(TimeSpan.FromMinutes(30), TimeSpan.FromHours(8)));
        },
        issuer => issuer.AllowImpersonation = true);

    private Task<HttpResponseMessage> GetAsync(string session, JsonNode? actor)
    {
        var claims = new JsonObject { ["sid"] = session };
        if (actor is not null)
            claims["act"] = actor;
        return _host.GetAsAsync(_host.Forge.Mint("ada", "portal", TimeSpan.FromHours(2), claims), "/me");
    }

    private async Task<HttpStatusCode> StatusAsync(string session, JsonNode? actor)
    {
        using var answer = await GetAsync(session, actor);
        return answer.StatusCode;
    }

    // A token that the provider made now.
    private async Task<HttpStatusCode> FreshAsync(TestHost host, string session)
    {
        using var answer = await host.GetAsAsync(
            host.Forge.Mint("ada", "portal", TimeSpan.FromHours(2), new() { ["sid"] = session, ["act"] = Actor("eve"), ["iat"] = _time.GetUtcNow().ToUnixTimeSeconds() }), "/me");
        return answer.StatusCode;
    }

    private async Task<string> BodyAsync(string session, JsonNode? actor)
    {
        using var answer = await GetAsync(session, actor);
        return await answer.Content.ReadAsStringAsync(Token);
    }

    private sealed class Holders : IHoldings
    {
        public ConcurrentDictionary<string, byte> Subjects { get; } = new(StringComparer.Ordinal) { ["eve"] = 0 };

        public ValueTask<Holding> AskAsync(HoldingQuestion question, CancellationToken cancellationToken = default)
        {
            var subject = question.Giver.FindFirstValue(CksClaimTypes.Subject)!;
            return new(new Holding(TestHost.Issuer, subject, TenantId.Parse("main")) { IsPermitted = question.Act == CksSessions.Impersonate && Subjects.ContainsKey(subject) });
        }
    }

    private sealed class Sink : ISecurityEventSink
    {
        private readonly ConcurrentQueue<SecurityEvent> _events = new();

        public IReadOnlyCollection<SecurityEvent> Events => _events;

        public void Report(SecurityEvent securityEvent) => _events.Enqueue(securityEvent);
    }
}
