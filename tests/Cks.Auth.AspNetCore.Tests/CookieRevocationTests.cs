using System.Globalization;
using System.Net;
using System.Security.Claims;
using Cks.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>A cookie ends with the session for which it stands.</summary>
public sealed class CookieRevocationTests : IAsyncLifetime
{
    private TestHost _host = null!;

    private IRevocations Revocations => _host.Services.GetRequiredService<IRevocations>();

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync(
        app =>
        {
            app.MapGet("/in", (HttpContext http) => http.SignInAsync(
                CksAuthenticationDefaults.CookieScheme, new(new ClaimsIdentity(http.Request.Query.Select(q => new Claim(q.Key, q.Value!)), "remote"))));
            app.MapGet("/in-for-a-year", (HttpContext http) => http.SignInAsync(
                CksAuthenticationDefaults.CookieScheme, new(new ClaimsIdentity(http.Request.Query.Select(q => new Claim(q.Key, q.Value!)), "remote")),
                new() { ExpiresUtc = TimeProvider.System.GetUtcNow().AddYears(1) }));
            app.MapGet("/me", () => "me").RequireAuthorization();
            app.MapGet("/out", (HttpContext http) => http.SignOutAsync(CksAuthenticationDefaults.CookieScheme));
        },
        builder =>
        {
            builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            builder.Services.AddAuthentication().AddCksCookie();
            builder.Services.Replace(ServiceDescriptor.Singleton<IRevocationCheck>(provider => provider.GetRequiredService<Revocations>()));
        });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task S08_An_ended_session_ends_its_cookie_and_no_other()
    {
        var (ada, grace) = (await SignInAsync("ada", "s-1"), await SignInAsync("grace", "s-2"));

        await Revocations.EndSessionAsync(TestHost.Issuer, "s-1");

        using var refused = await GetAsync("/me", ada);
        Assert.Equal("Bearer error=\"invalid_token\", error_description=\"revoked\"", refused.Headers.WwwAuthenticate.ToString());
        Assert.StartsWith("__Host-session=; expires=", refused.Headers.GetValues("Set-Cookie").Single());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/me", grace)).StatusCode);
    }

    [Theory]
    [InlineData("s-3")]
    [InlineData(null)]
    public async Task S08_Signing_out_ends_every_copy_of_the_cookie(string? session)
    {
        var (ada, other) = (await SignInAsync("ada", session), await SignInAsync("ada", "s-4"));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/me", ada)).StatusCode);

        using var left = await GetAsync("/out", ada);

        Assert.StartsWith("__Host-session=; expires=", left.Headers.GetValues("Set-Cookie").Single());
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("/me", ada)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/me", other)).StatusCode);
        if (session is not null)
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("/me", await SignInAsync("ada", session))).StatusCode);
    }

    [Fact]
    public async Task S08_Who_was_signed_out_everywhere_signs_in_again_with_a_session_that_is_known_to_be_new()
    {
        var before = await SignInAsync("ada", "s-1");
        await Revocations.SignOutEverywhereAsync(TestHost.Issuer, "ada");
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("/me", before)).StatusCode);
        // A new cookie for what may be the old session at the provider.
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("/me", await SignInAsync("ada", "s-1"))).StatusCode);

        // Whole seconds: only the next one is later for certain.
        var cutoff = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 1;
        while (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() <= cutoff)
            await Task.Delay(50);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/me", await SignInAsync("ada", "s-3", cutoff + 1))).StatusCode);
    }

    [Fact]
    public async Task S08_A_time_of_authentication_after_the_sign_in_is_not_believed()
    {
        await Revocations.SignOutEverywhereAsync(TestHost.Issuer, "ada");
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1).ToUnixTimeSeconds();
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("/me", await SignInAsync("ada", "s-3", tomorrow))).StatusCode);
    }

    [Fact]
    public async Task S08_No_cookie_outlives_the_memory_of_an_ended_session()
    {
        using var response = await _host.GetAsync($"/in-for-a-year?iss={TestHost.Issuer}&sub=ada&sid=s-1");
        var cookie = response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var ticket = Cookies.TicketDataFormat.Unprotect(cookie.Split('=', 2)[1])!;
        Assert.Equal(TimeSpan.FromDays(7), ticket.Properties.ExpiresUtc - ticket.Properties.IssuedUtc);
    }

    [Fact]
    public async Task S08_A_cookie_that_is_to_live_longer_stops_the_host()
    {
        var e = await Assert.ThrowsAsync<CksConfigurationException>(() => TestHost.StartAsync(_ => { }, builder =>
        {
            builder.Services.AddAuthentication().AddCksCookie();
            builder.Services.Configure<CookieAuthenticationOptions>(CksAuthenticationDefaults.CookieScheme, o => o.ExpireTimeSpan = TimeSpan.FromDays(8));
        }));
        Assert.Contains("SessionLifetime", e.Message, StringComparison.Ordinal);
    }

    private CookieAuthenticationOptions Cookies => _host.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CksAuthenticationDefaults.CookieScheme);

    private async Task<string> SignInAsync(string subject, string? session, long? authenticatedAt = null)
    {
        var time = authenticatedAt is { } seconds ? $"&auth_time={seconds.ToString(CultureInfo.InvariantCulture)}" : "";
        var sid = session is null ? "" : $"&sid={session}";
        using var response = await _host.GetAsync($"/in?iss={TestHost.Issuer}&sub={subject}{sid}{time}");
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private Task<HttpResponseMessage> GetAsync(string path, string cookie) => _host.GetAsync(path, ("Cookie", cookie));
}
