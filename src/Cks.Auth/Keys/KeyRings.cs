using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.Auth;

/// <summary>Makes the key ring of an issuer.</summary>
internal sealed class KeyRings(KeyEndpoint endpoint, TimeProvider time, ILoggerFactory? logs = null)
{
    private readonly ILogger _logger = logs?.CreateLogger<KeyRing>() ?? NullLogger<KeyRing>.Instance;

    public KeyRing For(IssuerOptions issuer, CksTokenOptions settings) =>
        new(issuer.Issuer, KeySource.For(issuer, endpoint), settings.KeyLifetime, settings.KeyCooldown, time, _logger);
}
