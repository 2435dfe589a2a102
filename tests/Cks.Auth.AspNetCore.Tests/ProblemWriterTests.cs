using System.Text.Json;
using Cks.Core;
using Cks.Http;
using Microsoft.AspNetCore.Http;

namespace Cks.Auth.AspNetCore.Tests;

public sealed class ProblemWriterTests
{
    [Fact]
    public async Task Extensions_keep_their_kind()
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() }, TraceIdentifier = "trace-1" };
        (context.Request.PathBase, context.Request.Path, context.Request.QueryString) = ("/app", "/a b", new("?secret=1"));
        await ProblemWriter.WriteAsync(context, 403, CksCodes.AccessDenied, "denied", "No.", new Dictionary<string, object?>
        {
            ["requiredCapabilities"] = new[] { "orders:accept" },
            ["count"] = 3,
            ["large"] = 3_000_000_000L,
            ["flag"] = true,
            ["none"] = null,
            ["at"] = new TimeOnly(12, 30),
        });

        Assert.False(context.Response.HasStarted); // a second scheme may still have its say
        await context.Response.BodyWriter.FlushAsync();
        context.Response.Body.Position = 0;
        using var body = await JsonDocument.ParseAsync(context.Response.Body);
        Assert.Equal(
            """{"type":"urn:cks:error:CKS503","title":"The policy does not permit the request","status":403,"detail":"No.","instance":"/app/a b","code":"CKS503","reason":"denied","traceId":"trace-1","requiredCapabilities":["orders:accept"],"count":3,"large":3000000000,"flag":true,"none":null,"at":"12:30"}""",
            body.RootElement.GetRawText());
        Assert.Equal(403, context.Response.StatusCode);
    }
}
