using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Cks.Auth.AspNetCore.Tests;

public sealed class RevocationTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync(app =>
    {
        app.MapGet("/closed", () => "closed").RequireAuthorization();
        app.MapGet("/open", () => "open").RequireAuthorization().AllowUnknownRevocation("Shows opening hours.");
        app.MapGet("/attribute", [AllowUnknownRevocation("Shows opening hours.")] () => "open").RequireAuthorization();
    });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task S27_While_revocations_are_not_known_only_an_endpoint_that_says_so_answers()
    {
        var token = _host.Token("ada");
        _host.Revocations.IsCurrent = false;

        var closed = await _host.GetAsAsync(token, "/closed");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, nameof(RevocationUnavailableException)), (closed.StatusCode, await closed.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsAsync(token, "/open")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsAsync(token, "/attribute")).StatusCode);

        _host.Revocations.Revoke("ada");
        Assert.Equal(HttpStatusCode.Unauthorized, (await _host.GetAsAsync(token, "/open")).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_endpoint_says_why(string reason) => Assert.Throws<ArgumentException>(() => new AllowUnknownRevocationAttribute(reason));
}
