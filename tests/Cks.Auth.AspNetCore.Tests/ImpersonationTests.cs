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
    }

    private static JsonObject Actor(string subject) => new() { ["sub"] = subject };

    private Task<TestHost> StartAsync(bool withSessions, bool withRevocations = false) => TestHost.StartAsync(
        app => app.MapGet("/me", (HttpContext http, ClaimsPrincipal user) => $"{http.GetCksSession().Session.Subject} {user.FindFirstValue(CksClaimTypes.Actor) ?? "nobody"}").RequireAuthorization(),
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
