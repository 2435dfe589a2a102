using System.Net.Sockets;
using System.Text;
using Cks.Rbac.AuthZen.Tests.Corpora;

namespace Cks.Rbac.AuthZen.Tests.Requests;

public sealed class HostileRequestTests
{
    private static readonly string[] Paths = [Ask.One, Ask.Many, Ask.Subjects, Ask.Resources, Ask.Actions];

    private static Task<AuthZenHost> StartAsync(Action<AuthZenOptions>? configure = null) => AuthZenHost.StartAsync("records.rbac.json", Scenarios.Records(), o =>
    {
        Scenarios.AskAboutRecords(o);
        configure?.Invoke(o);
    });

    /// <summary>Bodies that every endpoint refuses.</summary>
    public static TheoryData<string> Malformed =>
    [
        "", " ", "null", "[]", "7", "\"text\"", "{", "{}}", "{\"a\":1,}", "{/**/}", "\ufeff{}", "{'subject':1}", "{}", "{\"subject\":NaN}",
        $$"""{"subject":null,{{Ask.Action("read")}},{{Ask.Resource("record-1")}}}""",
        $$"""{"subject":["user","alice"],{{Ask.Action("read")}},{{Ask.Resource("record-1")}}}""",
        $$"""{"subject":{"type":"","id":"alice"},{{Ask.Action("read")}},{{Ask.Resource("")}}}""",
        $$"""{"subject":{"type":7,"id":"alice"},{{Ask.Action("read")}},{{Ask.Resource("record-1")}}}""",
        $$"""{"subject":{"type":"user","id":"alice","properties":[]},{{Ask.Action("read")}},{{Ask.Resource("record-1")}}}""",
        $$"""{"subject":{"type":"user\u0000","id":"alice\n"},{{Ask.Action("read")}},{{Ask.Resource("record-1")}}}""",
        $$"""{"subject":{"type":"\ud800","id":"\udc00"},{{Ask.Action("read")}},{{Ask.Resource("record-1")}}}""",
        $$"""{"subject":{"type":"{{new string('u', 1025)}}","id":"alice"},{{Ask.Action("read")}},{{Ask.Resource("record-1")}}}""",
        $$"""{{{Ask.Subject("alice")}},{{Ask.Subject("bob")}},{{Ask.Action("read")}},{{Ask.Resource("record-1")}}}""",
        $$"""{"subject":{"type":"user","id":"alice","id":"bob"},{{Ask.Action("read")}},{{Ask.Resource("record-1")}}}""",
        $$"""{"subject":{"type":"user","id":"alice","\u0069d":"bob"},{{Ask.Action("read")}},{{Ask.Resource("record-1")}}}""",
        $$"""{{{Ask.Subject("alice")}},{{Ask.Action("read")}},{{Ask.Resource("record-1")}},"ignored":{"a":1,"a":2} }""",
        $$"""{{{Ask.Subject("alice")}},{{Ask.Action("read")}},{{Ask.Resource("record-1")}},"ignored":{"\ud800":1} }""",
        $$"""{{{Ask.Subject("alice")}},{{Ask.Action("read")}},{{Ask.Resource("record-1")}},"context":"now"}""",
        $$"""{{{Ask.Subject("alice")}},{{Ask.Action("read")}},{{Ask.Resource("record-1")}},"ignored":{{new string('[', 5_000)}}1{{new string(']', 5_000)}} }""",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task S30_a_body_that_is_not_the_protocols_is_400_everywhere_and_not_repeated(string body)
    {
        await using var host = await StartAsync();
        foreach (var path in Paths)
        {
            var (status, problem) = await host.PostAsync(path, body);
            Assert.Equal((400, "CKS508", "malformed"), (status, problem.GetProperty("code").GetString(), problem.GetProperty("reason").GetString()));
            Assert.DoesNotContain("alice", problem.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_400()
    {
        await using var host = await StartAsync();
        byte[] body = [.. Encoding.UTF8.GetBytes("{\"subject\":{\"type\":\"user\",\"id\":\""), 0xC3, 0x28, .. Encoding.UTF8.GetBytes($"\"}},{Ask.Action("read")},{Ask.Resource("record-1")}}}")];
        byte[] name = [.. Encoding.UTF8.GetBytes("{\""), 0xFF, 0xFE, .. Encoding.UTF8.GetBytes($"\":1,{Ask.Subject("alice")},{Ask.Action("read")},{Ask.Resource("record-1")}}}")];
        foreach (var bytes in (byte[][])[body, name])
        {
            using var response = await host.SendAsync(Ask.One, bytes);
            Assert.Equal(400, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonp")]
    public async Task Another_content_type_is_400(string? contentType)
    {
        await using var host = await StartAsync();
        foreach (var path in Paths)
        {
            using var response = await host.SendAsync(path, Encoding.UTF8.GetBytes(Ask.Whether("alice", "read", "record-1")), contentType: contentType);
            Assert.Equal(400, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON; charset=\"UTF-8\"")]
    public async Task The_charset_may_be_said(string contentType)
    {
        await using var host = await StartAsync();
        using var response = await host.SendAsync(Ask.One, Encoding.UTF8.GetBytes(Ask.Whether("alice", "read", "record-1")), contentType: contentType);
        Assert.Equal(Ask.Yes, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task S30_ten_thousand_evaluations_are_400_and_a_body_beyond_the_limit_413()
    {
        await using var host = await StartAsync();
        var many = string.Join(',', Enumerable.Repeat("{}", 10_000));
        var (status, problem) = await host.PostAsync(Ask.Many, $$"""{{{Ask.Subject("alice")}},{{Ask.Action("read")}},{{Ask.Resource("record-1")}},"evaluations":[{{many}}]}""");
        Assert.Equal((400, "There are more than 200 evaluations."), (status, problem.GetProperty("detail").GetString()));

        var padding = new string(' ', 256 * 1024);
        (status, problem) = await host.PostAsync(Ask.One, Ask.Whether("alice", "read", "record-1") + padding);
        Assert.Equal((413, "too_large"), (status, problem.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task S30_a_body_without_a_length_is_held_to_the_limit_as_well()
    {
        await using var host = await StartAsync(o => o.MaxBodyBytes = 1024);
        var (fits, large) = (Ask.Whether("alice", "read", "record-1").PadRight(1024), Ask.Whether("alice", "read", "record-1").PadRight(1025));
        Assert.Equal("HTTP/1.1 200 OK", await ChunkedAsync(host, fits));
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await ChunkedAsync(host, large));
    }

    [Fact]
    public async Task As_many_evaluations_as_the_limit_allows_are_answered()
    {
        await using var host = await StartAsync();
        var answer = await host.TextAsync(Ask.Many, $$"""{{{Ask.Subject("alice")}},{{Ask.Action("read")}},{{Ask.Resource("record-1")}},"evaluations":[{{string.Join(',', Enumerable.Repeat("{}", 200))}}]}""");
        Assert.Equal($$"""{"evaluations":[{{string.Join(',', Enumerable.Repeat(Ask.Yes, 200))}}]}""", answer);
    }

    [Fact]
    public async Task A_body_that_is_larger_than_what_the_server_buffers_is_read_where_the_limit_allows_it()
    {
        await using var host = await StartAsync(o => o.MaxBodyBytes = 4 * 1024 * 1024);
        var body = Ask.Whether("alice", "read", "record-1").PadRight(3 * 1024 * 1024);
        Assert.Equal(Ask.Yes, await host.TextAsync(Ask.One, body));
        Assert.Equal("HTTP/1.1 200 OK", await ChunkedAsync(host, body, 64 * 1024));
    }

    private static async Task<string> ChunkedAsync(AuthZenHost host, string body, int size = 100)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Http.BaseAddress!.Host, host.Http.BaseAddress.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        var request = new StringBuilder($"POST {Ask.One} HTTP/1.1\r\nHost: pdp\r\n{HeaderAuthenticationHandler.First}: {AuthZenHost.HeaderOf(AuthZenHost.Pep)}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        foreach (var chunk in body.Chunk(size))
            request.Append($"{chunk.Length:x}\r\n").Append(chunk).Append("\r\n");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request.Append("0\r\n\r\n").ToString()), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return (await reader.ReadLineAsync(TestContext.Current.CancellationToken))!;
    }
}
