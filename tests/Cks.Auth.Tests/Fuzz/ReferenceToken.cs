using System.Globalization;
using System.Numerics;
using System.Text;

namespace Cks.Auth.Tests;

/// <summary>What the rules say about a token: whether it is good, and what it says.</summary>
/// <param name="Claims">Its claims if it is good.</param>
/// <param name="Stricter">Names of the deliberate differences that let us refuse it all the same.</param>
internal sealed record ReferenceVerdict(ReferenceNode? Claims, IReadOnlyCollection<string> Stricter);

/// <summary>
/// The rules for tokens, written down once more from RFC 7515, RFC 7519, RFC 9068 and what our profiles promise, one after another and without any thought of speed. Where we are stricter on purpose the
/// token counts as good here, and the difference is named.
/// </summary>
internal sealed class ReferenceToken(FuzzIssuer issuer, long now)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <summary>Every deliberate difference.</summary>
    public static IReadOnlyList<string> Differences { get; } =
        ["space after an object", "nesting deeper than 16", "more than 128 members", "more than 16 names with escapes", "long text in the header", "cat no text", "b64 true", "cty"];

    private readonly HashSet<string> _stricter = [];

    /// <summary>Judges a token.</summary>
    public ReferenceVerdict Judge(ChangedToken token)
    {
        try
        {
            return new(Claims(token), _stricter);
        }
        catch (FormatException)
        {
            return new(null, _stricter);
        }
    }

    private ReferenceNode Claims(ChangedToken token)
    {
        Require(token.Text.Length <= 16 * 1024);
        // RFC 7515 section 7.1: three parts of base64url.
        var parts = token.Text.Split('.');
        Require(parts.Length == 3);
        var header = Document(Decode(parts[0]));
        var claims = Document(Decode(parts[1]));
        var signature = Decode(parts[2]);
        Header(header);
        Registered(claims);
        Profile(header, claims);
        Require(token.IsSigned($"{parts[0]}.{parts[1]}", signature));
        return claims;
    }

    /// <summary>RFC 4648 section 5 without padding, and by RFC 7515 section 2 without anything else; section 3.5: unused bits are zero.</summary>
    private static byte[] Decode(string part)
    {
        var (bits, count, bytes) = (0, 0, new List<byte>());
        foreach (var character in part)
        {
            var value = Alphabet.IndexOf(character, StringComparison.Ordinal);
            Require(value >= 0);
            (bits, count) = (((bits << 6) | value) & 0xFFFF, count + 6);
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
            }
        }

        Require(count < 6 && (bits & ((1 << count) - 1)) == 0);
        return [.. bytes];
    }

    /// <summary>RFC 7519 section 7.2: UTF-8 of an object; section 4: whose names are unique.</summary>
    private ReferenceNode Document(byte[] bytes)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (ArgumentException)
        {
            throw new FormatException("no UTF-8");
        }

        var document = ReferenceJson.Parse(text, out var endsInSpace);
        Require(document.Kind == "object" && !document.HasTwins);
        Note("space after an object", endsInSpace);
        Note("nesting deeper than 16", document.Depth > 16);
        Note("more than 128 members", document.Members.Count > 128);
        var escaped = document.Members.Where(m => m.Name.Raw != m.Name.Text).Select(m => m.Name.Raw).ToArray();
        Note("more than 16 names with escapes", escaped.Length > 16 || escaped.Any(raw => Encoding.UTF8.GetByteCount(raw) > 256));
        return document;
    }

    /// <summary>RFC 7515 section 4.1.</summary>
    private void Header(ReferenceNode header)
    {
        Require(header["alg"] is { Kind: "string" } alg && issuer.Algorithm == alg.Text);
        Require(header["kid"] is null or { Kind: "string" });
        Require(header["kid"] is null || header["kid"]!.Text == issuer.KeyId);
        Require(header["typ"] is null or { Kind: "string" });
        // Section 4.1.11: whoever does not understand an extension refuses; we understand none.
        Require(header["crit"] is null);
        // RFC 7797 section 3: false would change what is signed.
        Require(header["b64"] is null or { Kind: "true" });
        Note("b64 true", header["b64"] is not null);
        Note("cty", header["cty"] is not null);
        Note("cat no text", header["cat"] is not null and not { Kind: "string" });
        foreach (var name in new[] { "alg", "kid", "typ", "cat" })
            Note("long text in the header", header[name] is { Kind: "string" } value && Encoding.UTF8.GetByteCount(value.Raw) > 512);
    }

    /// <summary>RFC 7519 section 4.1, and what every profile promises about claims that are there.</summary>
    private void Registered(ReferenceNode claims)
    {
        Require(claims["iss"] is { Kind: "string" } iss && iss.Text == issuer.Name);
        Require(claims["sub"] is not null && claims["exp"] is not null);
        foreach (var id in new[] { "sub", "sid", "jti" })
            Require(claims[id] is null || (claims[id] is { Kind: "string", Text.Length: > 0 and <= 255 } value && !value.Text.Any(char.IsControl)));
        foreach (var text in new[] { "azp", "sts" })
            Require(claims[text] is null or { Kind: "string", Text.Length: > 0 });
        foreach (var time in new[] { "exp", "nbf", "iat", "auth_time" })
            Require(claims[time] is null || Seconds(claims[time]!) is not null);
        Require(claims["auth_time"] is null || Seconds(claims["auth_time"]!) <= DateTimeOffset.MaxValue.ToUnixTimeSeconds());

        var (expires, starts, issued) = (Seconds(claims["exp"]!)!.Value, Time("nbf"), Time("iat"));
        Require(expires > now - issuer.Skew);
        Require(starts is null || (starts <= now + issuer.Skew && starts <= expires));
        Require(issued is null || (issued <= now + issuer.Skew && issued <= expires));
        Require(expires - (issued ?? now) <= issuer.Longest);
        // RFC 7800: the token belongs to whoever has the key. RFC 8693 section 4.1: somebody else acts.
        Require(claims["cnf"] is null && claims["act"] is null);

        long? Time(string name) => claims[name] is { } value ? Seconds(value) : null;
    }

    private void Profile(ReferenceNode header, ReferenceNode claims)
    {
        var type = header["typ"]?.Text.ToLowerInvariant();
        type = type?.StartsWith("application/", StringComparison.Ordinal) == true ? type["application/".Length..] : type;
        switch (issuer.Profile)
        {
            case "oidc":
                Require(type is "jwt" or "at+jwt");
                Audience(claims["aud"]);
                NoIdToken(claims);
                break;
            case "rfc9068":
                Require(type == "at+jwt");
                Audience(claims["aud"]);
                Require(claims["iat"] is not null && claims["jti"] is not null && claims["client_id"] is { Kind: "string", Text.Length: > 0 });
                break;
            default:
                Require(type is null or "jwt");
                Require(claims["iat"] is not null && claims["nbf"] is not null && claims["sid"] is not null);
                Require(claims["azp"]?.Text == CaseLab.Party);
                Require(header["cat"] is not { Kind: "string", Text: "cl_B7d4PD222AAA" or "cl_B7d4PD333AAA" });
                Require(claims["sub"]!.Text.StartsWith("user_", StringComparison.Ordinal));
                Require(claims["sts"] is null or { Text: "active" });
                NoIdToken(claims);
                break;
        }
    }

    /// <summary>Marks of an ID token (OpenID Connect Core section 2).</summary>
    private static void NoIdToken(ReferenceNode claims)
    {
        Require(claims["nonce"] is null && claims["at_hash"] is null && claims["c_hash"] is null);
        foreach (var mark in new[] { "token_use", "typ" })
            Require(claims[mark] is not { Kind: "string", Text: "id" or "ID" });
    }

    /// <summary>RFC 7519 section 4.1.3: a string, or an array of strings.</summary>
    private static void Audience(ReferenceNode? audience)
    {
        Require(audience is not null);
        var names = audience!.Kind == "array" ? audience.Items : [audience];
        Require(names.All(n => n.Kind == "string") && names.Any(n => n.Text == "portal"));
    }

    /// <summary>RFC 7519 section 2, NumericDate: a number of seconds, perhaps with a fraction; we take none before the year 1 and none beyond 2^53.</summary>
    private static long? Seconds(ReferenceNode value)
    {
        if (value.Kind != "number")
            return null;
        var whole = BigInteger.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) ? integer
            : double.Parse(value.Text, CultureInfo.InvariantCulture) is var real && double.IsFinite(real) ? (BigInteger)Math.Floor(real)
            : BigInteger.Pow(2, 60);
        return whole >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && whole <= 1L << 53 ? (long)whole : null;
    }

    private void Note(string difference, bool applies)
    {
        if (applies)
            _stricter.Add(difference);
    }

    private static void Require(bool holds)
    {
        if (!holds)
            throw new FormatException("no good token");
    }
}
