namespace Cks.Rbac.WebAssembly;

/// <summary>Where the browser asks what its user may do, and how often.</summary>
public sealed class CksPermissionsOptions
{
    /// <summary>Where <c>MapCksPermissions</c> is mapped, seen from <see cref="HttpClient.BaseAddress"/>.</summary>
    /// <value>Default: <c>api/me/permissions</c>.</value>
    public Uri Address { get; set; } = new("api/me/permissions", UriKind.Relative);

    /// <summary>The client that asks: with the cookie or the token of whoever is signed in.</summary>
    /// <value>Default: the <see cref="HttpClient"/> of the application's services.</value>
    public Func<IServiceProvider, HttpClient>? Client { get; set; }

    /// <summary>How long an answer counts until the server is asked whether it still holds; what changed is seen after this time at the latest.</summary>
    /// <value>Default: 1 minute; from 1 second to 1 hour.</value>
    public TimeSpan RefreshAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long nothing is permitted after a question that failed, until it is asked again.</summary>
    /// <value>Default: 5 seconds; from 1 second to 1 hour.</value>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer is waited for.</summary>
    /// <value>Default: 10 seconds; from 1 second to 2 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest answer, in bytes; a larger one is none.</summary>
    /// <value>Default: 256 KiB; from 1 KiB to 4 MiB.</value>
    public int MaxBytes { get; set; } = 256 * 1024;
}
