using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore.Tests.Responses;

/// <summary>Ways around the mask, by code that means no harm.</summary>
public sealed class ClosedBodyTests
{
    private static readonly string Clerk = GuardHost.Session("clerk");

    [Theory]
    [InlineData("after-problem")]
    [InlineData("after-forbid")]
    [InlineData("after-null")]
    [InlineData("after-rows")]
    [InlineData("on-starting")]
    [InlineData("response-body")]
    [InlineData("fallback")]
    [InlineData("upgrade")]
    public async Task Nobody_writes_beside_the_mask(string path)
    {
        await using var host = await Shop.StartAsync(app =>
        {
            app.UseWebSockets();
            var group = app.MapGroup("/").RequireCaps("orders:view");
            group.AddEndpointFilter(async (context, next) =>
            {
                // A filter around the mask that executes what the mask gives, and goes on by itself.
                await ((IResult)(await next(context))!).ExecuteAsync(context.HttpContext);
                if (path.StartsWith("after-", StringComparison.Ordinal))
                    await context.HttpContext.Response.WriteAsync("\"s1\"");
                return Results.Empty;
            });
            group.WithFieldMask<Order>();
            group.MapGet("/after-problem", IResult () => Results.Problem("taken"));
            group.MapGet("/after-forbid", IResult () => Results.Forbid());
            group.MapGet("/after-null", Order? () => null);
            group.MapGet("/after-rows", () => Shop.One);
            group.MapGet("/on-starting", (HttpResponse response) =>
            {
                response.OnStarting(() => response.WriteAsync("\"s1\""));
                return Shop.One;
            });
            group.MapGet("/response-body", async Task<object> (HttpResponse response) =>
            {
                response.Body = new MemoryStream();
                await response.WriteAsync("\"s1\"");
                return Shop.One;
            });
            group.MapGet("/fallback", object (HttpResponse response) => new Page<object>([Shop.One, new Holder { Order = Shop.One }], 2)).AddEndpointFilter(async (context, next) =>
            {
                var value = await next(context);
                context.HttpContext.Response.OnCompleted(() => context.HttpContext.Response.WriteAsync("\"s1\""));
                return value;
            });
            group.MapGet("/upgrade", async Task<object> (HttpContext context) =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await socket.SendAsync("\"s1\""u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
                return Shop.One;
            });
        });
        var sent = "";
        if (path == "upgrade")
        {
            using var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader(HeaderAuthenticationHandler.First, Clerk);
            await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(new Uri(host.Http.BaseAddress!, path)) { Scheme = "ws" }.Uri, TestContext.Current.CancellationToken));
        }
        else
        {
            using var response = await host.Http.SendAsync(Request(path), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            var buffer = new byte[4_096];
            try
            {
                for (int read; (read = await body.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0;)
                    sent += Encoding.UTF8.GetString(buffer, 0, read);
            }
            catch (Exception broken) when (broken is IOException or HttpRequestException)
            {
                // The answer had begun.
            }
        }

        Assert.DoesNotContain("\"s1\"", sent.Split("   at ")[0], StringComparison.Ordinal);

        static HttpRequestMessage Request(string path)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add(HeaderAuthenticationHandler.First, Clerk);
            return request;
        }
    }

    [Fact]
    public async Task A_filter_that_answers_a_failed_result_is_refused_as_well()
    {
        await using var host = await Shop.StartAsync(app => app.MapControllers(), OnlyShop.AddTo);
        var body = "";
        try
        {
            body = (await host.TextAsync("/mvc/orders/rescued", Clerk)).Body;
        }
        catch (HttpRequestException)
        {
            // The answer had begun.
        }

        Assert.DoesNotContain("\"s1\"", body.Split("   at ")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_for_XML_gives_masked_JSON()
    {
        await using var host = await Shop.StartAsync(app => app.MapControllers(), b =>
        {
            b.Services.AddMvcCore(o => o.RespectBrowserAcceptHeader = true).AddXmlSerializerFormatters();
            OnlyShop.AddTo(b);
        });
        var request = new HttpRequestMessage(HttpMethod.Get, "/mvc/orders/value") { Headers = { { "Accept", "application/xml" }, { HeaderAuthenticationHandler.First, Clerk } } };

        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("s1", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_buffer_or_a_compression_around_the_mask_changes_nothing()
    {
        await using var host = await Shop.StartAsync(
            app =>
            {
                app.UseResponseCompression();
                app.Use(async (context, next) =>
                {
                    var (real, buffer) = (context.Response.Body, new MemoryStream());
                    context.Response.Body = buffer;
                    await next(context);
                    context.Response.Body = real;
                    await real.WriteAsync(buffer.ToArray());
                });
                app.MapGet("/", () => Shop.One).RequireCaps("orders:view").WithFieldMask<Order>();
            },
            b => b.Services.AddResponseCompression(o => o.EnableForHttps = true));
        var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Accept-Encoding", "gzip" }, { HeaderAuthenticationHandler.First, Clerk } } };

        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        await using var plain = new System.IO.Compression.GZipStream(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), System.IO.Compression.CompressionMode.Decompress);
        using var text = new StreamReader(plain);

        Assert.StartsWith("""{"code":"o1","status":"open","customer":null""", await text.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_and_included_members_and_other_names_are_hidden_unless_listed()
    {
        await using var host = await Shop.StartAsync(
            app =>
            {
                var group = app.MapGroup("/").RequireCaps("orders:view").WithFieldMask<Odd>("orders:view");
                group.MapGet("/", () => new Odd());
                group.MapGet("/tuple", object () => new { pair = (new Odd(), 1), maybe = (Pair?)new Pair { Odd = new() }, lazy = new Lazy<object>(() => new Odd()) });
                group.MapGet("/as-interface", () => new IOdd[] { new Odd() });
            },
            b => b.Services.ConfigureHttpJsonOptions(o =>
            {
                o.SerializerOptions.IncludeFields = true;
                o.SerializerOptions.ReferenceHandler = ReferenceHandler.Preserve;
                o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            }));

        foreach (var path in new[] { "/", "/tuple", "/as-interface" })
        {
            var (status, body) = await host.TextAsync(path, Clerk);
            Assert.Equal(200, status);
            Assert.DoesNotContain("s1", body, StringComparison.Ordinal);
            Assert.Contains("\"code\":\"o1\"", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_converter_for_anything_is_refused_where_it_would_write_a_row()
    {
        await using var host = await Shop.StartAsync(app => app.MapGet("/", object () => new { order = Shop.One, any = new AnyHolder { Any = Shop.One } }).RequireCaps("orders:view").WithFieldMask<Order>());
        var body = "";
        try
        {
            body = (await host.TextAsync("/", Clerk)).Body;
        }
        catch (HttpRequestException)
        {
            // The answer had begun.
        }

        Assert.DoesNotContain("\"s1\"", body.Split("   at ")[0], StringComparison.Ordinal);
    }

    private interface IOdd
    {
        string Code { get; }

        string Secret { get; }
    }

    private sealed class Odd : IOdd
    {
        public string TheSecretField = "s1";

        public string Code { get; init; } = "o1";

        public string Secret => "s1";

        [JsonInclude]
        internal string Included { get; init; } = "s1";

        [JsonPropertyName("Status")]
        public string Named { get; init; } = "s1";
    }

    private struct Pair
    {
        public Odd Odd { get; set; }
    }

    private sealed class AnyHolder
    {
        [JsonConverter(typeof(AnyConverter))]
        public object? Any { get; set; }
    }

    private sealed class AnyConverter : JsonConverter<object>
    {
        public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) => writer.WriteStringValue(((Order)value).Secret);
    }
}
