using System.Text.Json;

namespace Cks.Auth;

/// <summary>
/// Keys that the issuer publishes. OpenID Connect Discovery 1.0 names the address of its key set; with Clerk that address is always the same, and there is no need to ask for it.
/// </summary>
internal sealed class FetchedKeySource(string issuer, bool isClerk, IReadOnlyCollection<string> algorithms, KeyEndpoint endpoint) : KeySource
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public override async Task<KeySet> LoadAsync()
    {
        using var end = endpoint.Begin();
        try
        {
            var address = isClerk ? WellKnown("jwks.json") : KeySetAddress(await endpoint.ReadAsync(WellKnown("openid-configuration"), end.Token).ConfigureAwait(false));
            var keys = await endpoint.ReadAsync(address, end.Token).ConfigureAwait(false);
            return KeySet.TryRead(keys, algorithms, out var set, out var problem) ? set : throw new SigningKeysUnavailableException(issuer, problem);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new SigningKeysUnavailableException(issuer, Problem(e), e);
        }
        catch (OperationCanceledException e)
        {
            throw new SigningKeysUnavailableException(issuer, "the answer takes too long", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new SigningKeysUnavailableException(issuer, "the discovery document is not JSON", e);
        }
    }

    // Messages from below may hold what the provider wrote.
    private static string Problem(Exception e) => e switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: null } ours => ours.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.Unknown } => "the provider does not answer",
        HttpRequestException broken => $"the provider does not answer ({broken.HttpRequestError})",
        HttpIOException broken => $"the answer breaks off ({broken.HttpRequestError})",
        _ => "the answer breaks off",
    };

    private Uri WellKnown(string document) => new($"{issuer.TrimEnd('/')}/.well-known/{document}");

    /// <summary>The address that the document names, if the document is this issuer's own (RFC 8414 section 3.3) and stays at its host, port and scheme.</summary>
    private Uri KeySetAddress(ReadOnlyMemory<byte> discovery)
    {
        using var document = JsonDocument.Parse(discovery, Strict);
        if (Text("issuer") != issuer)
            throw new SigningKeysUnavailableException(issuer, "the discovery document names another issuer");
        var home = new Uri(issuer);
        if (!Uri.TryCreate(Text("jwks_uri"), UriKind.Absolute, out var address)
            || !KeyEndpoint.IsAllowed(address)
            || address.Scheme != home.Scheme
            || address.Port != home.Port
            || !string.Equals(address.IdnHost, home.IdnHost, StringComparison.OrdinalIgnoreCase))
            throw new SigningKeysUnavailableException(issuer, "the discovery document puts the keys on another host");
        return address;

        string? Text(string member) => document.RootElement.ValueKind == JsonValueKind.Object ? Jwk.Text(document.RootElement, member) : null;
    }
}
