using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Auth.AspNetCore.Tests;

public sealed class RevocationTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync(app =>
    {
        app.MapGet("/closed", () => "closed").RequireAuthorization();
        app.MapGet("/open", () => "open").RequireAuthorization().AllowUnknownRevocation("Shows opening hours.");
        app.MapGet("/in", (HttpContext http) => http.SignInAsync(
            CksAuthenticationDefaults.CookieScheme, new(new ClaimsIdentity([new("iss", TestHost.Issuer), new("sub", "grace")], "remote"))));
        app.MapGet("/attribute", [AllowUnknownRevocation("Shows opening hours.")] () => "open").RequireAuthorization();
    },
    builder =>
    {
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthentication().AddCksCookie();
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

    [Fact]
    public async Task S27_The_same_holds_for_a_cookie()
    {
        using var signedIn = await _host.GetAsync("/in");
        var cookie = ("Cookie", signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsync("/closed", cookie)).StatusCode);

        _host.Revocations.IsCurrent = false;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _host.GetAsync("/closed", cookie)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsync("/open", cookie)).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_endpoint_says_why(string reason) => Assert.Throws<ArgumentException>(() => new AllowUnknownRevocationAttribute(reason));
}
