using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.SignIn;

/// <summary>What changes something and came by cookie needs the token of a page. The addresses answer 405 to whoever gets past, because the portal has no write there.</summary>
public sealed class AntiforgeryTests(RunningPortals portals)
{
    [Theory]
    [InlineData("POST", "/api/scope")]
    [InlineData("PUT", "/api/scope")]
    [InlineData("PATCH", "/api/scope")]
    [InlineData("DELETE", "/api/scope")]
    [InlineData("POST", "/hub")]
    [InlineData("POST", "/sign-out")]
    public async Task A_write_by_cookie_without_the_token_is_400(string method, string path)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = await WebUser.SignInAsync(portal, "CON-002");

        foreach (var token in new[] { null, "nonsense" })
        {
            using var answer = await user.SendAsync(Write(method, path, token));
            Assert.Equal((400, "antiforgery"), ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("reason").GetString()));
        }

        Assert.Equal(HttpStatusCode.OK, (await user.GetAsync("/api/scope")).StatusCode);
    }

    [Theory]
    [InlineData("POST", "/api/scope")]
    [InlineData("DELETE", "/api/scope")]
    [InlineData("POST", "/hub")]
    public async Task A_write_by_cookie_with_the_token_gets_past(string method, string path)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = await WebUser.SignInAsync(portal, "CON-002");

        using var answer = await user.SendAsync(Write(method, path, await user.AntiforgeryAsync()));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_has_no_token()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = await WebUser.SignInAsync(portal, "CON-002");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out") { Content = new StringContent("no boundary") };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("multipart/form-data");

        using var answer = await user.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotNull(user.Session);
    }

    [Fact]
    public async Task The_token_of_somebody_else_does_not_do()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var user = await WebUser.SignInAsync(portal, "CON-002");
        using var other = await WebUser.SignInAsync(portal, "CON-003");

        using var answer = await user.SendAsync(Write("POST", "/api/scope", await other.AntiforgeryAsync()));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_write_by_token_needs_none()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var request = Write("POST", "/api/scope", null);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", portal.TokenOf("CON-002"));

        using var answer = await portal.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private static HttpRequestMessage Write(string method, string path, string? token)
    {
        var request = new HttpRequestMessage(new(method), path) { Content = new StringContent("{}", null, "application/json") };
        if (token is not null)
            request.Headers.Add("X-CSRF-TOKEN", token);
        return request;
    }
}
