using System.Text.Json;

namespace Cks.Auth;

/// <summary>Keys found by OpenID Connect Discovery 1.0: the provider's document names the address of its key set.</summary>
internal sealed class DiscoveredKeySource(string issuer, IReadOnlyList<string> algorithms, KeyEndpoint endpoint) : KeySource
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public override async Task<KeySet> LoadAsync()
    {
        try
        {
            var discovery = await endpoint.ReadAsync(new(issuer.TrimEnd('/') + "/.well-known/openid-configuration")).ConfigureAwait(false);
            var keys = await endpoint.ReadAsync(KeySetAddress(discovery)).ConfigureAwait(false);
            return KeySet.TryRead(keys, algorithms, out var set, out var problem) ? set : throw new SigningKeysUnavailableException(issuer, problem);
        }
        catch (HttpRequestException e)
        {
            throw new SigningKeysUnavailableException(issuer, e.Message, e);
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

    /// <summary>The address that the document names, if the document is this issuer's own (RFC 8414 section 3.3) and stays on its host.</summary>
    private Uri KeySetAddress(byte[] discovery)
    {
        using var document = JsonDocument.Parse(discovery, Strict);
        if (Text("issuer") != issuer)
            throw new SigningKeysUnavailableException(issuer, "the discovery document names another issuer");
        var home = new Uri(issuer);
        if (!Uri.TryCreate(Text("jwks_uri"), UriKind.Absolute, out var address)
            || !KeyEndpoint.IsAllowed(address)
            || address.Scheme != home.Scheme
            || !string.Equals(address.IdnHost, home.IdnHost, StringComparison.OrdinalIgnoreCase))
            throw new SigningKeysUnavailableException(issuer, "the discovery document puts the keys on another host");
        return address;

        string? Text(string member) => document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
