using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Cks.Auth;

/// <summary>The usable public keys of one issuer (RFC 7517 section 5).</summary>
internal sealed class KeySet
{
    private const int MostKeys = 100;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private readonly FrozenDictionary<string, SigningKey>.AlternateLookup<ReadOnlySpan<char>> _byId;
    private readonly SigningKey? _only;

    private KeySet(FrozenDictionary<string, SigningKey> byId, SigningKey? only, int ignored) =>
        (_byId, _only, Ignored) = (byId.GetAlternateLookup<ReadOnlySpan<char>>(), only, ignored);

    /// <summary>How many entries were left out: not RSA, too weak, for another use, with private parts, or with an id that is not unique.</summary>
    public int Ignored { get; }

    /// <summary>Finds the key for an id. Without an id the issuer's only key is meant, if it has exactly one (RFC 7515 section 4.1.4).</summary>
    public KeyFinding Find(bool hasKeyId, ReadOnlySpan<char> keyId, string algorithm)
    {
        var key = _only;
        if (hasKeyId)
            _byId.TryGetValue(keyId, out key);
        return new(key is not null && key.Fits(algorithm) ? key : null, key is not null);
    }

    /// <summary>Reads a key set; says why not when it is no key set or holds no usable key.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, IEnumerable<string> algorithms, [NotNullWhen(true)] out KeySet? set, [NotNullWhen(false)] out string? problem)
    {
        set = null;
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array)
                problem = "the answer is not a key set";
            else if (list.GetArrayLength() > MostKeys)
                problem = $"the key set has more than {MostKeys} keys";
            else
                problem = (set = ReadKeys(list, [.. algorithms])) is null ? "the key set has no usable signing key" : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            problem = "the answer is not JSON";
        }

        return set is not null;
    }

    private static KeySet? ReadKeys(JsonElement list, IReadOnlyCollection<string> algorithms)
    {
        var usable = new List<(string? Id, SigningKey Key)>();
        foreach (var entry in list.EnumerateArray())
        {
            if (ReadKey(entry, algorithms) is { } key)
                usable.Add((Text(entry, "kid"), key));
        }

        // Two keys with one id: which of them is meant cannot be known, so neither is used.
        var unique = usable.GroupBy(k => k.Id, StringComparer.Ordinal).Where(g => g.Key is null || g.Count() == 1).SelectMany(g => g).ToArray();
        if (unique.Length == 0)
            return null;
        var byId = unique.Where(k => k.Id is not null).ToFrozenDictionary(k => k.Id!, k => k.Key, StringComparer.Ordinal);
        return new(byId, unique.Length == 1 ? unique[0].Key : null, list.GetArrayLength() - unique.Length);
    }

    private static SigningKey? ReadKey(JsonElement entry, IReadOnlyCollection<string> algorithms)
    {
        if (entry.ValueKind != JsonValueKind.Object || Text(entry, "kty") != "RSA" || entry.TryGetProperty("d", out _) || entry.TryGetProperty("k", out _))
            return null;
        if (entry.TryGetProperty("use", out _) && Text(entry, "use") != "sig")
            return null;
        if (entry.TryGetProperty("key_ops", out var uses) && !AllowsVerifying(uses))
            return null;
        if (entry.TryGetProperty("kid", out _) && Text(entry, "kid") is null)
            return null;
        var fitting = entry.TryGetProperty("alg", out _) ? [.. algorithms.Where(a => a == Text(entry, "alg"))] : algorithms;
        if (fitting.Count == 0)
            return null;
        return StrictBase64Url.TryDecode(Text(entry, "n"), out var modulus) && StrictBase64Url.TryDecode(Text(entry, "e"), out var exponent)
            ? SigningKey.TryCreate(modulus, exponent, fitting)
            : null;
    }

    private static bool AllowsVerifying(JsonElement uses) =>
        uses.ValueKind == JsonValueKind.Array && uses.EnumerateArray().Any(use => use.ValueKind == JsonValueKind.String && use.ValueEquals("verify"));

    private static string? Text(JsonElement entry, string member) =>
        entry.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
