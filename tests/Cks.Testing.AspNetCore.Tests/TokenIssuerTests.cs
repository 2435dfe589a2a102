using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cks.Auth;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Testing.AspNetCore.Tests;

public sealed class TokenIssuerTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private TokenIssuer _issuer = null!;
    private ServiceProvider _services = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _services = new ServiceCollection().AddLogging().AddCksAuth(o => o.AddOidc(_issuer.Address, "portal")).BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _issuer.DisposeAsync();
        _http.Dispose();
    }

    [Fact]
    public void Signals_stay_with_the_program_around_it() => Assert.IsType<GuestLifetime>(_issuer.Lifetime);

    [Fact]
    public async Task A_token_from_a_form_is_good()
    {
        var token = await ValidateAsync(await AskAsync(new FormUrlEncodedContent(new Dictionary<string, string> { ["sub"] = "user-1", ["lifetime"] = "60", ["email"] = "a@b.example" })));
        Assert.Equal("user-1", token.Subject);
        Assert.Equal(TimeSpan.FromSeconds(60), token.ExpiresAt - token.IssuedAt);
        Assert.True(token.TryGetString("email", out var email));
        Assert.Equal("a@b.example", email);
    }

    [Fact]
    public async Task A_token_from_JSON_is_good()
    {
        var answer = await AskAsync(JsonContent.Create(new JsonObject { ["sub"] = "user-1", ["sid"] = "s-1" }));
        Assert.Equal(("Bearer", 600), (answer["token_type"]!.GetValue<string>(), answer["expires_in"]!.GetValue<int>()));
        Assert.Equal("s-1", (await ValidateAsync(answer)).SessionId);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nothing")]
    [InlineData("""{"sub":""}""")]
    [InlineData("""{"sub":"a","lifetime":"long"}""")]
    public async Task A_request_that_says_too_little_is_400(string body)
    {
        var response = await _http.PostAsync(_issuer.TokenEndpoint, new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task It_listens_on_loopback_and_answers_to_its_own_name_only()
    {
        Assert.Equal("127.0.0.1", new Uri(_issuer.Address).Host);
        var request = new HttpRequestMessage(HttpMethod.Get, _issuer.Address + "/jwks") { Headers = { Host = "evil.example" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task While_it_is_down_everything_is_500_and_still_counted()
    {
        _issuer.IsDown = true;
        Assert.Equal(HttpStatusCode.InternalServerError, (await _http.GetAsync(_issuer.Address + "/jwks")).StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, (await _http.PostAsync(_issuer.TokenEndpoint, null)).StatusCode);
        _issuer.IsDown = false;
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(_issuer.Address + "/jwks")).StatusCode);
        Assert.Equal((0, 2), (_issuer.DiscoveryRequests, _issuer.KeyRequests));
    }

    [Fact]
    public async Task Rotated_keys_are_published()
    {
        var before = await _http.GetStringAsync(_issuer.Address + "/jwks");
        _issuer.RotateKeys();
        Assert.NotEqual(before, await _http.GetStringAsync(_issuer.Address + "/jwks"));
    }

    private async Task<JsonNode> AskAsync(HttpContent content)
    {
        var response = await _http.PostAsync(_issuer.TokenEndpoint, content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private async Task<ValidatedToken> ValidateAsync(JsonNode answer)
    {
        var outcome = await _services.GetRequiredService<ITokenValidator>().ValidateAsync(answer["access_token"]!.GetValue<string>().AsMemory());
        Assert.True(outcome.IsValid, outcome.ToString());
        return outcome.Token;
    }
}
