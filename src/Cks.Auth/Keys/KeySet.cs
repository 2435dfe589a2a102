using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Cks.Auth;

/// <summary>The public keys of one issuer (RFC 7517 section 5) as they were at one moment.</summary>
internal sealed class KeySet
{
    private const int MostKeys = 100;
    private const int LongestId = 512;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private readonly SigningKey[] _keys;
    private readonly SigningKey? _only;
    private readonly FrozenDictionary<string, SigningKey>.AlternateLookup<ReadOnlySpan<char>> _byId;

    private KeySet(IReadOnlyCollection<SigningKey> keys, IReadOnlyCollection<IgnoredKey> ignored)
    {
        _keys = [.. keys.Where(key => ignored.All(i => i.Flaw != KeyFlaw.Duplicate || i.Id != key.Id))];
        _byId = _keys.Where(key => key.Id is not null).ToFrozenDictionary(key => key.Id!, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _only = keys.Where(key => key.IsUsable).ToArray() is [var only] && _keys.Contains(only) ? only : null;
        Ignored = [.. ignored];
    }

    /// <summary>The keys that are not used.</summary>
    public IReadOnlyList<IgnoredKey> Ignored { get; }

    /// <summary>The keys that are, and nothing else, as a JSON Web Key Set.</summary>
    public ReadOnlyMemory<byte> Json => Write();

    /// <summary>Whether any token of the issuer could be verified.</summary>
    public bool IsUsable => _keys.Any(key => key.IsUsable);

    /// <summary>Whether the provider gave away what nobody else may know.</summary>
    public bool HasSecrets => Ignored.Any(key => key.Flaw == KeyFlaw.Secret);

    /// <summary>Finds the key for an id. Without an id the issuer's only key is meant, if it has exactly one (RFC 7515 section 4.1.4).</summary>
    public KeyFinding Find(bool hasKeyId, ReadOnlySpan<char> keyId, string algorithm)
    {
        var key = _only;
        if (hasKeyId)
            _byId.TryGetValue(keyId, out key);
        return new(key is not null && key.Fits(algorithm) ? key : null, key is not null);
    }

    /// <summary>Whether whatever verified with an earlier set verifies with this one; with or without tokens that have no <c>kid</c>.</summary>
    public bool Replaces(KeySet earlier, bool withoutId) =>
        earlier._byId.Dictionary.Values.All(key => !key.IsUsable || (_byId.Dictionary.TryGetValue(key.Id!, out var now) && now.Replaces(key)))
        && (!withoutId || earlier._only is null || (_only is not null && _only.Replaces(earlier._only)));

    /// <summary>Reads a key set, with or without keys that can be used; says why not when it is none.</summary>
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
                (set, problem) = (ReadKeys(list, [.. algorithms]), null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            problem = "the answer is not JSON";
        }

        return set is not null;
    }

    private static KeySet ReadKeys(JsonElement list, IReadOnlyCollection<string> algorithms)
    {
        var (keys, ignored, givenAway) = (new List<(int Place, SigningKey Key)>(), new List<IgnoredKey>(), new HashSet<string>(StringComparer.Ordinal));
        var place = 0;
        foreach (var entry in list.EnumerateArray())
        {
            place++;
            if (ReadKey(entry, algorithms, out var flaw) is { } key)
                keys.Add((place, key));
            else
                ignored.Add(new(place, entry.ValueKind == JsonValueKind.Object ? Jwk.Text(entry, "kid") : null, flaw));
            if (flaw == KeyFlaw.Secret)
                givenAway.UnionWith(PublicKey.NumbersOf(entry));
        }

        // The same key, once with its secret and once without.
        ignored.AddRange(keys.Where(k => givenAway.Contains(k.Key.Number)).Select(k => new IgnoredKey(k.Place, k.Key.Id, KeyFlaw.Secret)));
        keys.RemoveAll(k => givenAway.Contains(k.Key.Number));
        ignored.AddRange(keys.Where(k => k.Key.Id is not null).GroupBy(k => k.Key.Id, StringComparer.Ordinal).Where(twins => twins.Count() > 1)
            .SelectMany(twins => twins).Select(k => new IgnoredKey(k.Place, k.Key.Id, KeyFlaw.Duplicate)));
        return new([.. keys.Select(k => k.Key)], [.. ignored.OrderBy(i => i.Place)]);
    }

    private static SigningKey? ReadKey(JsonElement entry, IReadOnlyCollection<string> algorithms, out KeyFlaw flaw)
    {
        flaw = KeyFlaw.Malformed;
        if (entry.ValueKind != JsonValueKind.Object)
            return null;
        var id = Jwk.Text(entry, "kid");
        JwsAlgorithm? only = null;
        if (Jwk.IsSecret(entry))
            flaw = KeyFlaw.Secret;
        else if (entry.TryGetProperty("kid", out _) && id is not { Length: <= LongestId })
            flaw = KeyFlaw.Id;
        else if ((entry.TryGetProperty("use", out _) && Jwk.Text(entry, "use") != "sig") || !Jwk.MayVerify(entry))
            flaw = KeyFlaw.Use;
        else if (PublicKey.Read(entry, out flaw) is { } key)
        {
            if (entry.TryGetProperty("alg", out _))
                only = JwsAlgorithm.All.FirstOrDefault(a => a.Name == Jwk.Text(entry, "alg") && key.CanDo(a));
            if (only is not null || !entry.TryGetProperty("alg", out _))
                return new(id, key, only, algorithms);
            flaw = KeyFlaw.Algorithm;
        }

        return null;
    }

    private byte[] Write()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteStartArray("keys");
            foreach (var key in _keys)
                key.Write(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return text.ToArray();
    }
}
