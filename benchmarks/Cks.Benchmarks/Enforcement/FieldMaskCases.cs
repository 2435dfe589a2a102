using System.Security.Claims;
using System.Text;
using Cks.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.Benchmarks;

/// <summary>
/// <c>field-mask</c>: an answer of 50 rows of 20 fields, of which a mask shows 12, against the answer of a handler that has rows of those 12 fields ready. Both are the endpoints as they are built, behind
/// authorization; once with contracts by reflection, once with generated ones.
/// </summary>
internal static class FieldMaskCases
{
    private const int Rows = 50;

    private const string Policy = """
        {
          "version": 1,
          "resources": {
            "wide": { "actions": ["view"], "fields": ["code", "status", "title", "price", "amount", "created", "changed", "owner", "center", "city", "street", "phone", "mail", "note", "weight", "count", "kind", "stage", "urgent", "closed"] }
          },
          "roles": { "reader": { "permit": [{ "actions": ["wide:view"], "fields": { "read": ["code", "status", "title", "price", "created", "owner", "center", "city", "count", "kind", "urgent", "weight"] } }] } }
        }
        """;

    public static async Task<IReadOnlyList<RatioCase>> CreateAsync(List<IAsyncDisposable> owned, CancellationToken cancellationToken) =>
        [await CreateAsync("field-mask/reflection", false, owned, cancellationToken), await CreateAsync("field-mask/generated", true, owned, cancellationToken)];

    private static async Task<RatioCase> CreateAsync(string name, bool isGenerated, List<IAsyncDisposable> owned, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication();
        builder.Services.AddCksRbac().AddPolicy("wide.rbac.json", Encoding.UTF8.GetBytes(Policy));
        builder.Services.AddCksGuards();
        builder.Services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.TypeInfoResolverChain.Clear();
            o.SerializerOptions.TypeInfoResolverChain.Add(isGenerated ? WideJson.Default : new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver());
        });
        var app = builder.Build();
        app.MapGet("/ours", (HttpContext context) => (WideRow[])context.Items["rows"]!).RequireCaps("wide:view").WithFieldMask<WideRow>();
        app.MapGet("/peer", (HttpContext context) => (NarrowRow[])context.Items["rows"]!).RequireCaps("wide:view");
        await app.StartAsync(cancellationToken);
        owned.Add(app);
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToArray();
        var (ours, peer) = (endpoints.Single(e => e.RoutePattern.RawText == "/ours"), endpoints.Single(e => e.RoutePattern.RawText == "/peer"));
        var reader = new ClaimsPrincipal(new ClaimsIdentity([new(CksClaimTypes.Subject, "ann"), new(CksClaimTypes.Tenant, "main"), new(CksClaimTypes.Role, "reader")], CksClaimTypes.SessionIdentity));
        var random = new Random(20_260_504);
        var inputs = Enumerable.Range(0, RatioCase.FewestInputs).Select(_ => Enumerable.Range(0, Rows).Select(_ => WideRow.Random(random)).ToArray()).Select(wide => new Answer(wide, [.. wide.Select(NarrowRow.Of)]));
        return RatioCase.Async(name, inputs, a => RunAsync(ours, a.Wide), a => RunAsync(peer, a.Narrow)) with { Check = CheckAsync };

        async ValueTask<int> RunAsync(Endpoint endpoint, object rows)
        {
            var body = new Counter();
            var context = new DefaultHttpContext { RequestServices = app.Services, User = reader, Response = { Body = body } };
            context.Items["rows"] = rows;
            context.SetEndpoint(endpoint);
            await endpoint.RequestDelegate!(context);
            await context.Response.BodyWriter.FlushAsync(CancellationToken.None);
            return body.Count;
        }

        // Not a byte differs.
        async Task CheckAsync()
        {
            var wide = WideRow.Random(random);
            var texts = new List<string>();
            foreach (var (endpoint, rows) in new (Endpoint, object)[] { (ours, new[] { wide }), (peer, new[] { NarrowRow.Of(wide) }) })
            {
                using var body = new MemoryStream();
                var context = new DefaultHttpContext { RequestServices = app.Services, User = reader, Response = { Body = body } };
                context.Items["rows"] = rows;
                context.SetEndpoint(endpoint);
                await endpoint.RequestDelegate!(context);
                await context.Response.BodyWriter.FlushAsync(CancellationToken.None);
                texts.Add(Encoding.UTF8.GetString(body.ToArray()));
            }

            if (texts[0] != texts[1])
                throw new InvalidOperationException($"{texts[0]} is not {texts[1]}.");
        }
    }

    private sealed record Answer(WideRow[] Wide, NarrowRow[] Narrow);

    /// <summary>Counts what is written.</summary>
    private sealed class Counter : Stream
    {
        public int Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Count += count;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Count += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
