using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Cks.Auth.Tests;

/// <summary>A token endpoint over real HTTP that rotates refresh tokens, takes each once and ends the whole family when one is presented again (RFC 9700 section 4.14.2); and the client that calls it.</summary>
internal sealed class TokenEndpoint : IRefreshExchange, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _live = ["r0"];
    private readonly HttpClient _client = new();
    private LoopbackServer _server = null!;
    private int _made;
    private int _atOnce;

    public List<string> Exchanges { get; } = [];

    public int Replays { get; private set; }

    public int MostAtOnce { get; private set; }

    /// <summary>Whether it gives a new refresh token each time.</summary>
    public bool Rotates { get; init; } = true;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What an exchange waits for.</summary>
    public Func<Task> Delay { get; set; } = () => Task.CompletedTask;

    /// <summary>Answers so many requests with 503, without looking at them.</summary>
    public int Outages { get; set; }

    public static async Task<TokenEndpoint> StartAsync(bool rotates = true, TimeProvider? time = null)
    {
        var endpoint = new TokenEndpoint { Rotates = rotates, Time = time ?? TimeProvider.System };
        endpoint._server = await LoopbackServer.StartAsync(endpoint.AnswerAsync);
        return endpoint;
    }

    public async ValueTask<RefreshedTokens> ExchangeAsync(RefreshRequest request, CancellationToken cancellationToken = default)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = request.RefreshToken, ["scope"] = string.Join(' ', request.Scopes) };
        using var response = await _client.PostAsync(_server.Address, new FormUrlEncodedContent(form), cancellationToken);
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
        return new((string)body!["access_token"]!, Time.GetUtcNow().AddSeconds((int)body["expires_in"]!), (string?)body["refresh_token"]);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        lock (_gate)
            MostAtOnce = Math.Max(MostAtOnce, ++_atOnce);
        await Delay();
        string? refreshToken = null;
        int number;
        lock (_gate)
        {
            _atOnce--;
            number = ++_made;
            var presented = form["refresh_token"].ToString();
            Exchanges.Add($"{presented} {form["scope"]}".Trim());
            if (Outages > 0)
            {
                Outages--;
                context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
                return;
            }

            if (!_live.Contains(presented))
            {
                Replays++;
                _live.Clear();
                context.Response.StatusCode = (int)HttpStatusCode.BadRequest;
                return;
            }

            if (Rotates)
            {
                _live.Remove(presented);
                refreshToken = "r" + number.ToString(CultureInfo.InvariantCulture);
                _live.Add(refreshToken);
            }
        }

        await context.Response.WriteAsJsonAsync(new JsonObject { ["access_token"] = $"a{number}", ["expires_in"] = 300, ["refresh_token"] = refreshToken });
    }
}
