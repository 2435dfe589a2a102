using System.Net;
using System.Security.Claims;
using Cks.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>Limits of sessions over HTTP, whichever scheme brings the session; the clock of the host is the test's.</summary>
public sealed class SessionLimitTests : IAsyncLifetime
{
    // Ahead, so that no token is of the host's future.
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow().AddMinutes(5));
    private readonly DownStore _store;
    private TestHost _host = null!;

    public SessionLimitTests() => _store = new(new InMemorySessionStore(_time));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await StartAsync(
        app =>
        {
            app.MapGet("/in", (HttpContext http) => http.SignInAsync(
                CksAuthenticationDefaults.CookieScheme, new(new ClaimsIdentity(http.Request.Query.Select(q => new Claim(q.Key, q.Value!)), "remote"))));
            app.MapGet("/out", (HttpContext http) => http.SignOutAsync(CksAuthenticationDefaults.CookieScheme));
            app.MapGet("/me", () => "me").RequireAuthorization();
            app.MapPost("/me", () => "me").RequireAuthorization();
            app.MapGet("/desk", () => "desk").RequireAuthorization().InSessionHub("desk");
            app.MapGet("/marked", [SessionHub("desk")] () => "marked").RequireAuthorization();
            app.MapHub<DeskHub>("/hub").RequireAuthorization();
        });

    private Task<TestHost> StartAsync(Action<WebApplication> map) => TestHost.StartAsync(
        map,
        builder =>
        {
            builder.Services.AddSignalR();
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time));
            builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            builder.Services.AddAuthentication().AddCksCookie();
            builder.Services.Replace(ServiceDescriptor.Singleton<IRevocationCheck>(provider => provider.GetRequiredService<Revocations>()));
            builder.Services.AddSingleton<ISessionStore>(_store);
            builder.Services.AddCksSessions(o =>
            {
                o.Limits = new(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(40));
                o.Hubs["desk"] = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(20));
            });
        });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task S08_a_bearer_session_that_stood_idle_asks_to_sign_in_again_and_no_new_token_of_it_helps()
    {
        Assert.Equal(HttpStatusCode.OK, await BearerAsync("s1", "/me"));
        await AdvanceAsync(TimeSpan.FromMinutes(10));
        using var refused = await _host.GetAsAsync(Bearer("s1"), "/me");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Bearer error=\"invalid_token\", error_description=\"session_idle\"", refused.Headers.WwwAuthenticate.ToString());
        Assert.Contains("\"session_idle\"", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await BearerAsync("s1", "/me"));
        Assert.Equal(HttpStatusCode.OK, await BearerAsync("s2", "/me"));
    }

    [Theory]
    [InlineData("s1")]
    [InlineData(null)]
    public async Task S08_a_cookie_that_stood_idle_is_taken_away(string? session)
    {
        var cookie = await SignInAsync("ada", session);
        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsync("/me", ("Cookie", cookie))).StatusCode);
        await AdvanceAsync(TimeSpan.FromMinutes(10));
        using var refused = await _host.GetAsync("/me", ("Cookie", cookie));
        Assert.Equal("Bearer error=\"invalid_token\", error_description=\"session_idle\"", refused.Headers.WwwAuthenticate.ToString());
        Assert.StartsWith("__Host-session=; expires=", refused.Headers.GetValues("Set-Cookie").Single());
        // A copy of it was revoked as well.
        using var again = await _host.GetAsync("/me", ("Cookie", cookie));
        Assert.Contains("revoked", again.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S08_by_cookie_and_by_bearer_it_is_one_session_and_signing_out_of_it_is_shown()
    {
        var cookie = await SignInAsync("ada", "s1");
        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsync("/me", ("Cookie", cookie))).StatusCode);
        await AdvanceAsync(TimeSpan.FromMinutes(9));
        Assert.Equal(HttpStatusCode.OK, await BearerAsync("s1", "/me"));
        await AdvanceAsync(TimeSpan.FromMinutes(9));
        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsync("/me", ("Cookie", cookie))).StatusCode);
        var sessions = _host.Services.GetRequiredService<ISessions>();
        Assert.Equal("s1", Assert.Single(await sessions.OfAsync(TestHost.Issuer, "ada", Token)).Key.Id);

        (await _host.GetAsync("/out", ("Cookie", cookie))).Dispose();
        Assert.Empty(await sessions.OfAsync(TestHost.Issuer, "ada", Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await BearerAsync("s1", "/me"));
    }

    [Theory]
    [InlineData("/desk")]
    [InlineData("/marked")]
    public async Task The_hub_of_an_endpoint_shortens_the_session(string path)
    {
        Assert.Equal(HttpStatusCode.OK, await BearerAsync("s1", path));
        Assert.Equal(HttpStatusCode.OK, await BearerAsync("s2", "/me"));
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.OK, await BearerAsync("s2", "/me"));
        Assert.Equal(HttpStatusCode.Unauthorized, await BearerAsync("s1", "/me"));
    }

    [Fact]
    public async Task S08_what_a_browser_sends_by_itself_keeps_no_session_alive()
    {
        const string hub = "/hub/negotiate?negotiateVersion=1";
        Assert.Equal(HttpStatusCode.OK, await BearerAsync("s1", "/me"));
        for (var i = 0; i < 3; i++)
        {
            await AdvanceAsync(TimeSpan.FromMinutes(3));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync("/me", ("Accept", "text/event-stream")));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync("/me", ("Cks-Unattended", "1")));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync("/me", ("Sec-Fetch-Dest", "script")));
            using var poll = new HttpRequestMessage(HttpMethod.Post, hub) { Headers = { { "Authorization", $"Bearer {Bearer("s1")}" } } };
            using var answer = await _host.Client.SendAsync(poll, Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/me", ("Accept", "text/event-stream")));
        Assert.Equal(HttpStatusCode.Unauthorized, await BearerAsync("s1", "/me"));

        async Task<HttpStatusCode> StatusAsync(string path, (string, string) header)
        {
            using var answer = await _host.GetAsync(path, ("Authorization", $"Bearer {Bearer("s1")}"), header);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task S08_who_changes_something_sits_there_whatever_the_request_says()
    {
        Assert.Equal(HttpStatusCode.OK, await BearerAsync("s1", "/me"));
        await AdvanceAsync(TimeSpan.FromMinutes(9));
        using var change = new HttpRequestMessage(HttpMethod.Post, "/me") { Headers = { { "Authorization", $"Bearer {Bearer("s1")}" }, { "Cks-Unattended", "1" }, { "Sec-Fetch-Dest", "script" } } };
        using var answer = await _host.Client.SendAsync(change, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await AdvanceAsync(TimeSpan.FromMinutes(9));

        Assert.Equal(HttpStatusCode.OK, await BearerAsync("s1", "/me"));
    }

    [Fact]
    public async Task S08_a_hub_that_refuses_a_session_takes_no_cookie_away()
    {
        var cookie = await SignInAsync("ada", "s1");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(cookie));
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        using var refused = await _host.GetAsync("/desk", ("Cookie", cookie));
        Assert.Equal("Bearer error=\"invalid_token\", error_description=\"session_hub_limit\"", refused.Headers.WwwAuthenticate.ToString());
        Assert.False(refused.Headers.Contains("Set-Cookie"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(cookie));
    }

    [Fact]
    public async Task S30_a_hub_that_has_no_limits_keeps_the_host_from_starting_and_a_method_from_running()
    {
        var found = await Assert.ThrowsAsync<CksConfigurationException>(() => StartAsync(app => app.MapGet("/dask", () => "desk").RequireAuthorization().InSessionHub("dask")));
        Assert.Contains("'dask'", found.Message, StringComparison.Ordinal);

        await using var hub = LiveConnection.Hub(_host, "hub", Bearer("s1"), Microsoft.AspNetCore.Http.Connections.HttpTransportType.LongPolling);
        await hub.StartAsync(Token);
        await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync<string>(nameof(DeskHub.AtDask), "a", Token));
    }

    [Fact]
    public async Task S30_who_is_authenticated_before_the_request_is_routed_is_let_in_where_every_hub_would()
    {
        await using var host = await StartAsync(app =>
        {
            app.UseRouting();
            app.UseAuthorization();
            app.MapGet("/desk", () => "desk").RequireAuthorization().InSessionHub("desk");
        });
        Assert.Equal(HttpStatusCode.OK, await AskAsync("s1"));
        await AdvanceAsync(TimeSpan.FromMinutes(2), host);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("s1"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("s2"));

        async Task<HttpStatusCode> AskAsync(string session)
        {
            using var answer = await host.GetAsAsync(host.Forge.Mint("ada", "portal", TimeSpan.FromHours(1), new() { ["sid"] = session }), "/desk");
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task S30_the_hub_of_a_method_of_a_SignalR_hub_counts()
    {
        var before = _time.GetUtcNow().AddMinutes(-25).ToUnixTimeSeconds();
        var token = _host.Forge.Mint("ada", "portal", TimeSpan.FromHours(1), new() { ["sid"] = "s1", ["auth_time"] = before });
        await using var hub = LiveConnection.Hub(_host, "hub", token, Microsoft.AspNetCore.Http.Connections.HttpTransportType.LongPolling);
        await hub.StartAsync(Token);
        Assert.Equal("a", await hub.InvokeAsync<string>(nameof(DeskHub.Echo), "a", Token));
        var refusal = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync<string>(nameof(DeskHub.AtDesk), "a", Token));
        Assert.Contains("session_hub_limit", refusal.Message, StringComparison.Ordinal);
        // The session stands, and so does its connection.
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("b", await hub.InvokeAsync<string>(nameof(DeskHub.Echo), "b", Token));
    }

    [Fact]
    public async Task A_token_without_a_session_is_refused()
    {
        using var refused = await _host.GetAsAsync(_host.Token("ada", TimeSpan.FromHours(1)), "/me");
        Assert.Contains("session_unnamed", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S08_log_out_everywhere_holds_for_every_client_at_once()
    {
        var cookies = await Task.WhenAll(Enumerable.Range(0, 64).Select(n => SignInAsync("ada", $"s{n}")));
        Assert.All(await Task.WhenAll(cookies.Select(StatusAsync)), s => Assert.Equal(HttpStatusCode.OK, s));
        var signingOut = _host.Services.GetRequiredService<ISessions>().EndAllAsync(TestHost.Issuer, "ada", Token).AsTask();
        await Task.WhenAll([signingOut, .. cookies.Select(StatusAsync)]);
        Assert.All(await Task.WhenAll(cookies.Select(StatusAsync)), s => Assert.Equal(HttpStatusCode.Unauthorized, s));
    }

    [Fact]
    public async Task S27_a_store_that_is_down_is_neither_a_yes_nor_a_no()
    {
        Assert.Equal(HttpStatusCode.OK, await BearerAsync("s1", "/me"));
        _store.IsDown = true;
        Assert.Equal(HttpStatusCode.OK, await BearerAsync("s1", "/me"));
        // What the store throws comes through, for whoever handles exceptions here to answer.
        using var answer = await _host.GetAsAsync(Bearer("s2"), "/me");
        Assert.Equal(nameof(IOException), await answer.Content.ReadAsStringAsync(Token));
        await AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await BearerAsync("s1", "/me"));
    }

    private string Bearer(string session) => _host.Forge.Mint("ada", "portal", TimeSpan.FromHours(1), new() { ["sid"] = session });

    private async Task<HttpStatusCode> BearerAsync(string session, string path)
    {
        using var answer = await _host.GetAsAsync(Bearer(session), path);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> StatusAsync(string cookie)
    {
        using var answer = await _host.GetAsync("/me", ("Cookie", cookie));
        return answer.StatusCode;
    }

    // What was revoked is read again, as the host does every few seconds.
    private async Task AdvanceAsync(TimeSpan by, TestHost? host = null)
    {
        _time.Advance(by);
        await (host ?? _host).Services.GetRequiredService<IRevocations>().PullAsync(Token);
    }

    private async Task<string> SignInAsync(string subject, string? session)
    {
        using var answer = await _host.GetAsync($"/in?iss={TestHost.Issuer}&sub={subject}{(session is null ? "" : $"&sid={session}")}");
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private sealed class DeskHub : Hub
    {
        public string Echo(string text) => text;

        [SessionHub("desk")]
        public string AtDesk(string text) => text;

        [SessionHub("dask")]
        public string AtDask(string text) => text;
    }

    private sealed class DownStore(ISessionStore store) : ISessionStore
    {
        public bool IsDown { get; set; }

        public ValueTask<StoredSession?> ChangeAsync(SessionKey key, Func<StoredSession?, StoredSession?> decide, CancellationToken cancellationToken = default) =>
            IsDown ? throw new IOException("The database is down.") : store.ChangeAsync(key, decide, cancellationToken);

        public ValueTask<IReadOnlyList<StoredSession>> OfAsync(string issuer, string subject, CancellationToken cancellationToken = default) => store.OfAsync(issuer, subject, cancellationToken);

        public ValueTask<int> EndAllAsync(string issuer, string subject, DateTimeOffset at, SessionEnd why, CancellationToken cancellationToken = default) => store.EndAllAsync(issuer, subject, at, why, cancellationToken);

        public ValueTask<IReadOnlyList<StoredSession>> ActingAsync(string actor, CancellationToken cancellationToken = default) => store.ActingAsync(actor, cancellationToken);

        public ValueTask NoteAsync(ImpersonationRecord record, CancellationToken cancellationToken = default) => store.NoteAsync(record, cancellationToken);

        public ValueTask<IReadOnlyList<ImpersonationRecord>> ImpersonationsAsync(ImpersonationQuery query, CancellationToken cancellationToken = default) => store.ImpersonationsAsync(query, cancellationToken);
    }
}
