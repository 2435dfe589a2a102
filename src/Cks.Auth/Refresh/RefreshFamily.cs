namespace Cks.Auth;

/// <summary>Refresh tokens of which each came of the one before. Guarded by its <see cref="TokenRefresher"/>.</summary>
internal sealed class RefreshFamily(string token, TokenName name)
{
    private readonly Dictionary<(string Scopes, string? Resource), (RefreshedTokens Tokens, int Generation)> _given = [];

    /// <summary>The newest token, the only one that may be presented.</summary>
    public string Token { get; private set; } = token;

    /// <summary>Its name.</summary>
    public TokenName Name { get; private set; } = name;

    /// <summary>How many tokens came before it.</summary>
    public int Generation { get; private set; }

    /// <summary>How many of those are still within their grace.</summary>
    public int Elders { get; set; }

    /// <summary>Exchanges under way or waiting, by what they ask for.</summary>
    public Dictionary<(string Scopes, string? Resource), Task<RefreshedTokens>> Flights { get; } = [];

    /// <summary>The exchange for which the next one waits.</summary>
    public Task Last { get; set; } = Task.CompletedTask;

    /// <summary>Whether nothing needs it any more.</summary>
    public bool IsAtRest => Flights.Count == 0 && Elders == 0;

    /// <summary>
    /// What came of a token that was rotated away, for one target, with the newest refresh token. Nothing for the newest itself, and nothing that is as old as the token: that is what its
    /// holder has and wants renewed.
    /// </summary>
    public RefreshedTokens? Find((string Scopes, string? Resource) target, int generation, DateTimeOffset now) =>
        generation < Generation && _given.TryGetValue(target, out var given) && given.Generation >= generation && given.Tokens.ExpiresAt > now
            ? given.Tokens with { RefreshToken = Token }
            : null;

    /// <summary>Notes what was given for the newest token. Returns whether that was rotated away by it.</summary>
    public bool Give((string Scopes, string? Resource) target, RefreshedTokens tokens, string issuer, DateTimeOffset now)
    {
        foreach (var (old, given) in _given)
        {
            if (given.Tokens.ExpiresAt <= now)
                _given.Remove(old);
        }

        _given[target] = (tokens, Generation);
        if (tokens.RefreshToken is not { } next || next == Token)
            return false;
        (Token, Name, Generation) = (next, TokenName.Of(issuer, next), Generation + 1);
        return true;
    }
}
