using System.Net;

namespace Cks.Auth;

/// <summary>How a key is presented, as far as it bears on whether it is accepted.</summary>
/// <param name="Address">From where, as the host believes it after its proxies; without it a key that is bound to networks is refused.</param>
/// <param name="AllowUnknownRevocation">Accepts a good key while it is not known who was barred lately. Otherwise that is a <see cref="RevocationUnavailableException"/>.</param>
public readonly record struct ApiKeyPresentation(IPAddress? Address, bool AllowUnknownRevocation = false);
