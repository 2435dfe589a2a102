using System.Net;
using System.Net.WebSockets;
using System.Security.Claims;
using Cks.Core;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>Real connections through Kestrel: each ends within a second of its session's end, whatever ends it.</summary>
public sealed class EndOfSessionTests
{
    [Theory]
    [MemberData(nameof(LiveConnection.Kinds), MemberType = typeof(LiveConnection))]
    public async Task S10_It_ends_within_a_second_of_revocation(string kind)
    {
        await using var host = await LiveHost.StartForAsync(kind);
        await using var connection = await LiveConnection.OpenAsync(host, kind, host.Token("ada"));
        await using var other = await LiveConnection.OpenAsync(host, kind, host.Token("grace"));
        Assert.NotEqual(0, Sessions(host).Count);

        host.Revocations.Revoke("ada");

        await Moment.EndsSoonAsync(connection.Ended);
        Assert.False(other.Ended.IsCompleted);
    }

    [Theory]
    [MemberData(nameof(LiveConnection.Kinds), MemberType = typeof(LiveConnection))]
    public async Task S10_S02_It_ends_within_a_second_of_its_issuers_removal(string kind)
    {
        await using var host = await LiveHost.StartForAsync(kind);
        await using var connection = await LiveConnection.OpenAsync(host, kind, host.Token("ada"));

        Assert.True(host.Services.GetRequiredService<IIssuerRegistry>().Remove(TestHost.Issuer));

        await Moment.EndsSoonAsync(connection.Ended);
    }

    [Theory]
    [MemberData(nameof(LiveConnection.Kinds), MemberType = typeof(LiveConnection))]
    public async Task S10_It_ends_within_a_second_when_the_application_says_so(string kind)
    {
        await using var host = await LiveHost.StartForAsync(kind);
        await using var connection = await LiveConnection.OpenAsync(host, kind, host.Token("ada"));
        await using var other = await LiveConnection.OpenAsync(host, kind, host.Token("grace"));

        Assert.NotEqual(0, Sessions(host).End(TestHost.Issuer, "ada"));

        await Moment.EndsSoonAsync(connection.Ended);
        Assert.False(other.Ended.IsCompleted);
    }

    [Fact]
    public async Task S10_S08_It_ends_within_a_second_of_the_end_of_its_session_at_the_provider()
    {
        await using var host = await LiveHost.StartForAsync("socket", ownRevocations: true);
        await using var connection = await LiveConnection.OpenAsync(host, "socket", host.Forge.Mint("ada", "portal", claims: new() { ["sid"] = "s-1" }));
        await using var other = await LiveConnection.OpenAsync(host, "socket", host.Forge.Mint("ada", "portal", claims: new() { ["sid"] = "s-2" }));

        var end = Moment.EndsSoonAsync(connection.Ended);
        await host.Services.GetRequiredService<IRevocations>().EndSessionAsync(TestHost.Issuer, "s-1", TestContext.Current.CancellationToken);

        await end;
        Assert.False(other.Ended.IsCompleted);
    }

    [Fact]
    public async Task S10_S27_It_ends_when_revocations_are_not_known()
    {
        await using var host = await LiveHost.StartForAsync("socket");
        await using var connection = await LiveConnection.OpenAsync(host, "socket", host.Token("ada"));

        host.Revocations.IsCurrent = false;

        await Moment.EndsSoonAsync(connection.Ended);
    }

    [Theory]
    [InlineData("archived")]
    [InlineData("session_changed")]
    [InlineData("revoked")]
    public async Task S10_The_next_invocation_of_a_hub_is_refused_with_the_reason_and_the_connection_ends(string reason)
    {
        // Ahead, so that no token is of the host's future; it stands still, so that nobody looks before the caller has the answer.
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(1));
        await using var host = await LiveHost.StartForAsync("websockets", time: time);
        await using var hub = Hub(host, "hub", host.Token("ada"));
        var closed = new TaskCompletionSource();
        hub.Closed += _ => Task.FromResult(closed.TrySetResult());
        await hub.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal("a", await hub.InvokeAsync<string>("Echo", "a", TestContext.Current.CancellationToken));

        if (reason == "revoked")
            host.Revocations.Revoke("ada");
        else
            host.Store.Records["ada"] = reason == "archived" ? TestStore.Contractor with { ArchivedAt = DateTimeOffset.UnixEpoch } : TestStore.Contractor with { Roles = ["manager"] };

        var refused = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync<string>("Echo", "b", TestContext.Current.CancellationToken));
        Assert.Contains($"The session is over: {reason}", refused.Message, StringComparison.Ordinal);
        Assert.False(closed.Task.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task S10_A_hub_that_cannot_know_the_session_serves_nobody(HttpTransportType transport)
    {
        await using var host = await TestHost.StartAsync(
            app => app.MapHub<EchoHub>("/hub").RequireAuthorization(),
            builder =>
            {
                builder.Services.AddSignalR();
                builder.Services.AddSingleton<IClaimsTransformation, AnotherPrincipal>();
            });
        await using var hub = LiveConnection.Hub(host, "hub", host.Token("ada"), transport);
        await hub.StartAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<Exception>(() => hub.InvokeAsync<string>("Echo", "a", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task S10_A_stream_of_a_hub_ends_with_its_session()
    {
        await using var host = await LiveHost.StartForAsync("websockets");
        await using var hub = Hub(host, "hub", host.Token("ada"));
        await hub.StartAsync(TestContext.Current.CancellationToken);
        var begun = new TaskCompletionSource();
        var stream = Task.Run(async () =>
        {
            await foreach (var _ in hub.StreamAsync<int>("Count"))
                begun.TrySetResult();
        });
        await begun.Task;

        host.Revocations.Revoke("ada");

        await Moment.EndsSoonAsync(stream.ContinueWith(_ => { }, TaskScheduler.Default));
    }

    [Fact]
    public async Task A_hub_for_everybody_serves_those_without_a_session()
    {
        await using var host = await LiveHost.StartForAsync("websockets");
        await using var hub = Hub(host, "open-hub", null);
        await hub.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("a", await hub.InvokeAsync<string>("Echo", "a", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task S10_The_next_message_of_a_socket_is_refused()
    {
        await using var host = await LiveHost.StartForAsync("socket");
        using var socket = await LiveHost.ConnectAsync(host, host.Token("ada"));
        Assert.Equal("a", await LiveHost.EchoAsync(socket, "a"));

        host.Store.Records["ada"] = TestStore.Contractor with { Tenant = TenantId.Parse("south") };

        Assert.Null(await LiveHost.EchoAsync(socket, "b"));
    }

    [Fact]
    public async Task S10_A_socket_of_HTTP_2_ends_within_a_second_of_revocation()
    {
        await using var host = await LiveHost.StartForAsync("grpc");
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        using var socket = new ClientWebSocket();
        (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        socket.Options.SetRequestHeader("Authorization", $"Bearer {host.Token("ada")}");
        await socket.ConnectAsync(new UriBuilder(host.Client.BaseAddress!) { Scheme = "ws", Path = "socket" }.Uri, client, TestContext.Current.CancellationToken);
        Assert.Equal("a", await LiveHost.EchoAsync(socket, "a"));
        var over = LiveHost.DrainAsync(socket);

        host.Revocations.Revoke("ada");

        await Moment.EndsSoonAsync(over);
    }

    [Fact]
    public async Task S10_The_next_item_of_a_stream_is_not_sent()
    {
        await using var host = await LiveHost.StartForAsync("events");
        using var response = await host.GetAsAsync(host.Token("ada"), "/judged");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("data: 0", await reader.ReadLineAsync(TestContext.Current.CancellationToken));

        host.Store.Records["ada"] = TestStore.Contractor with { Status = "suspended" };

        await Moment.EndsSoonAsync(ReadAsync(reader));
    }

    [Fact]
    public async Task S10_A_handler_that_asks_ends_in_good_order()
    {
        await using var host = await LiveHost.StartForAsync("events");
        using var response = await host.GetAsAsync(host.Token("ada"), "/lines");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("begun", await reader.ReadLineAsync(TestContext.Current.CancellationToken));

        host.Revocations.Revoke("ada");

        Assert.Equal("over\n", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task S10_The_next_message_of_a_gRPC_stream_is_not_answered()
    {
        await using var host = await LiveHost.StartForAsync("grpc");
        using var channel = GrpcChannel.ForAddress(host.Client.BaseAddress!);
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(TickerService.Judged, null, new(new() { { "Authorization", $"Bearer {host.Token("ada")}" } }));
        await call.RequestStream.WriteAsync([1]);
        Assert.True(await call.ResponseStream.MoveNext());

        host.Store.Records["ada"] = TestStore.Contractor with { Status = "suspended" };
        await call.RequestStream.WriteAsync([2]);

        Assert.False(await MoveAsync(call.ResponseStream));
    }

    [Fact]
    public async Task A_connection_that_is_over_is_forgotten_and_an_ordinary_request_never_known()
    {
        await using var host = await LiveHost.StartForAsync("socket");
        using (var socket = await LiveHost.ConnectAsync(host, host.Token("ada")))
        {
            Assert.Equal(1, Sessions(host).Count);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.GetAsync("/events")).StatusCode);
        for (var i = 0; i < 1_000 && Sessions(host).Count > 0; i++)
            await Task.Delay(20);
        Assert.Equal(0, Sessions(host).Count);
    }

    /// <summary>A mistake of an application: it replaces where it should add.</summary>
    private sealed class AnotherPrincipal : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal) => Task.FromResult(new ClaimsPrincipal(new ClaimsIdentity(principal.Claims, "application")));
    }

    private static LiveSessions Sessions(TestHost host) => host.Services.GetRequiredService<LiveSessions>();

    private static HubConnection Hub(TestHost host, string path, string? token) => LiveConnection.Hub(host, path, token, HttpTransportType.WebSockets);

    private static async Task ReadAsync(StreamReader reader)
    {
        try
        {
            await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
        }
    }

    private static async Task<bool> MoveAsync(IAsyncStreamReader<byte[]> stream)
    {
        try
        {
            return await stream.MoveNext();
        }
        catch (RpcException)
        {
            return false;
        }
    }
}
