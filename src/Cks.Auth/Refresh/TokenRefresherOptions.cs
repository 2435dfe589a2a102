namespace Cks.Auth;

/// <summary>Limits of <see cref="TokenRefresher"/>.</summary>
public sealed class TokenRefresherOptions
{
    /// <summary>
    /// How long a refresh token that was rotated away still leads to the tokens that came of it, 0 to 10 minutes. Whoever comes with it later sends it to the provider, which takes that for
    /// theft and ends the whole family: as it should be.
    /// </summary>
    /// <value>30 seconds</value>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one exchange may take, 1 second to 5 minutes.</summary>
    /// <value>30 seconds</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many tokens that were rotated away are remembered, 1 to 1,048,576. Of more the oldest lose their grace.</summary>
    /// <value>16,384</value>
    public int Capacity { get; set; } = 16 * 1024;
}
