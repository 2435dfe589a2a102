using Cks.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.Auth;

/// <summary>Makes the key ring of an issuer.</summary>
internal sealed class KeyRings(KeyEndpoint endpoint, KeyMetrics metrics, TimeProvider time, ILoggerFactory? logs = null, SecurityEvents? events = null)
{
    private readonly ILogger _logger = logs?.CreateLogger<KeyRing>() ?? NullLogger<KeyRing>.Instance;

    public KeyRing For(IssuerOptions issuer, CksTokenOptions settings)
    {
        var report = new KeyReport(issuer.Issuer, _logger, events, metrics);
        var copy = issuer.Jwks is null && settings.KeySnapshot is { } folder
            ? new KeyCopy(folder.FileOf(issuer.Issuer, settings.KeyHardLimit, time), [.. issuer.Algorithms], report)
            : null;
        return new(issuer.Issuer, KeySource.For(issuer, endpoint), settings, time, report, copy);
    }
}
