using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cks.Auth.Tests;

/// <summary>Changes good tokens: the members of header and claims, the JSON that holds them, its bytes, and the text of the token. One seed gives one token.</summary>
internal sealed class TokenMutator(FuzzIssuer issuer, int seed, long now)
{
    private static readonly string[] Names =
    [
        "alg", "kid", "typ", "cat", "cty", "crit", "b64", "jku", "jwk", "zip", "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "sid", "azp", "sts", "act", "cnf", "nonce", "at_hash", "c_hash", "token_use", "client_id",
        "auth_time", "scope", "x", "", "Exp", "sub ", "__proto__",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "1.5", "1e3", "1E+400", "-0", "9007199254740992", "9007199254740993", "9223372036854775808", "\"\"", "\"a\"", "\"portal\"", "\"none\"", "\"ES256\"", "\"RS256\"", "\"HS256\"", "\"JWT\"",
        "\"jwt\"", "\"at+jwt\"", "\"application/at+jwt\"", "\"application/JWT\"", "\"application/\"", "\"active\"", "\"pending\"", "\"id\"", "\"user_1\"", "\"mch_1\"", "\"https://portal.example\"", "\"cl_B7d4PD222AAA\"", "[]", "[\"portal\"]",
        "[\"a\",\"portal\"]", "[\"portal\",1]", "[[\"portal\"]]", "{}", "{\"sub\":\"x\"}", "{\"x\":1,\"x\":2}", "\"\\u0070ortal\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\u0041\"", "\"\\u0000\"", "\"a\\nb\"", "\"\\x\"", "\"\\u12\"", "\"\u00e9\"", "\"\u0085\"", "\"\u2028\"", "\"\U0001F600\"",
        "tru", "nul", "01", "1.", ".5", "+1", "1e", "NaN", "Infinity", "'a'", "\"a", "", "[1,]", "{,}", "/**/1", "\"\t\"", "0x10", "-", "1 2", "{\"a\"}",
    ];

    /// <summary>Members that mean something together with their value.</summary>
    private static readonly (string Name, string Value)[] Pairs =
    [
        ("\"b64\"", "true"), ("\"b64\"", "false"), ("\"cty\"", "\"JWT\""), ("\"cat\"", "1"), ("\"cat\"", "\"cl_B7d4PD333AAA\""), ("\"crit\"", "[\"b64\"]"), ("\"crit\"", "[]"), ("\"jku\"", "\"https://evil.example\""),
        ("\"act\"", "{\"sub\":\"a\"}"), ("\"cnf\"", "{\"jkt\":\"a\"}"), ("\"nonce\"", "\"n\""), ("\"token_use\"", "\"id\""), ("\"typ\"", "\"ID\""), ("\"sts\"", "\"pending\""), ("\"azp\"", "\"https://evil.example\""),
        ("\"act\"", "null"), ("\"cnf\"", "null"), ("\"nonce\"", "null"), ("\"sts\"", "null"), ("\"sid\"", "null"), ("\"jti\"", "null"), ("\"cty\"", "null"), ("\"crit\"", "null"), ("\"kid\"", "null"),
    ];

    private static readonly string[] Spaces = [" ", "\t", "\n", "\r", "  ", "\u00a0", "\v", "\f", "\ufeff", "\0", "\u2028", "/**/", "//\n"];

    private readonly Random _random = new(seed);

    public ChangedToken Make()
    {
        var kind = _random.Next(10);
        if (kind >= 8)
        {
            var changed = issuer.Good;
            for (var i = Times(); i > 0; i--)
                changed = Text(changed);
            return new(changed, issuer.Good);
        }

        var (header, payload) = (Members(issuer.Header), Members(issuer.Payload));
        for (var i = Times(); i > 0; i--)
            Change(_random.Next(4) == 0 ? header : payload);
        var (headerJson, payloadJson) = (Encoding.UTF8.GetBytes(Write(header)), Encoding.UTF8.GetBytes(Write(payload)));
        if (kind == 7 && _random.Next(2) == 0)
            headerJson = Bytes(headerJson);
        else if (kind is 6 or 7)
            payloadJson = Bytes(payloadJson);
        var token = issuer.Forge.Sign(headerJson, payloadJson);
        return new(token, token);
    }

    private int Times() => _random.Next(6) switch { 0 => 3, 1 => 2, _ => 1 };

    private T Pick<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private static List<(string Name, string Value)> Members(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Select(m => ($"\"{m.Name}\"", m.Value.GetRawText()))];
    }

    private string Write(List<(string Name, string Value)> members)
    {
        var json = new StringBuilder("{");
        var slip = _random.Next(40);
        for (var i = 0; i < members.Count; i++)
        {
            json.Append(i > 0 && !(slip == 0 && i == 1) ? "," : "").Append(Space()).Append(members[i].Name).Append(Space()).Append(slip == 1 && i == 1 ? "::" : ":").Append(Space()).Append(members[i].Value).Append(Space());
        }

        json.Append(slip == 2 ? ",}" : slip == 3 ? "" : "}");
        return slip switch { 4 => Pick(Spaces) + json, 5 => json + Pick(Spaces), 6 => json + "{}", 7 => $"[{json}]", _ => json.ToString() };

        string Space() => _random.Next(60) == 0 ? Pick(Spaces[..(_random.Next(3) == 0 ? Spaces.Length : 4)]) : "";
    }

    private void Change(List<(string Name, string Value)> members)
    {
        if (members.Count == 0)
        {
            members.Add(($"\"{Pick(Names)}\"", Pick(Values)));
            return;
        }

        var (at, other) = (_random.Next(members.Count), _random.Next(members.Count));
        var (name, value) = members[at];
        switch (_random.Next(18))
        {
            case 0:
                members.RemoveAt(at);
                break;
            case 1:
                (members[at], members[other]) = ((name, members[other].Value), (members[other].Name, value));
                break;
            case 2:
                (members[at], members[other]) = (members[other], members[at]);
                break;
            case 3:
                members.Insert(other, (_random.Next(2) == 0 ? name : Escape(name), _random.Next(2) == 0 ? value : Pick(Values)));
                break;
            case 4:
                members[at] = (name, Pick(Values));
                break;
            case 5:
                members[at] = (name, _random.Next(2) == 0 ? $"[{value}]" : $"{{\"x\":{value}}}");
                break;
            case 6:
                members[at] = (Escape(name), value);
                break;
            case 7:
                members[at] = (name, Escape(value));
                break;
            case 8:
                members[at] = (name, Number(value));
                break;
            case 9:
                members.Insert(other, _random.Next(2) == 0 ? Pick(Pairs) : ($"\"{Pick(Names)}\"", Pick(Values)));
                break;
            case 10:
                members.Insert(other, ("\"x\"", Nest(_random.Next(12, 20), value)));
                break;
            case 11:
                // The limits of what we take, and a little more.
                for (var (i, count) = (0, _random.Next(120) - members.Count + 20); i < count; i++)
                    members.Add(($"\"m{i}\"", "1"));
                break;
            case 12:
                for (var (i, count) = (0, _random.Next(12, 20)); i < count; i++)
                    members.Add(($"\"\\u006d{i}\"", "1"));
                break;
            case 13:
                members[at] = (name, Text(value));
                break;
            case 14:
                members[at] = (Text(name), value);
                break;
            case 15:
                members[at] = (name, value.StartsWith('"') ? $"\"{new string(Pick<char>(['a', 'é', ' ']), Pick([1, 100, 255, 256, 511, 513]))}\"" : value);
                break;
            case 16:
                Set(members, Pick(["\"exp\"", "\"iat\"", "\"nbf\""]), Near());
                break;
            default:
                // A whole life around one of the limits: what is changed alone is mostly refused for the others.
                var ends = now + Pick([-issuer.Skew, issuer.Skew, 60]) + _random.Next(-2, 3);
                Set(members, "\"exp\"", $"{ends}");
                Set(members, "\"iat\"", $"{ends - Pick([1, 60, issuer.Longest]) + _random.Next(-1, 2)}");
                Set(members, "\"nbf\"", $"{ends - Pick([0, 1, 60])}");
                break;
        }
    }

    private static void Set(List<(string Name, string Value)> members, string name, string value)
    {
        var at = members.FindIndex(m => m.Name == name);
        if (at >= 0)
            members[at] = (name, value);
    }

    private string Near()
    {
        var seconds = now + Pick([-issuer.Skew, issuer.Skew, 0, issuer.Longest, -issuer.Longest, 86_400, 10]) + _random.Next(-2, 3);
        var text = seconds.ToString(CultureInfo.InvariantCulture);
        return Pick([text, text, text + ".0", text + ".999", text + "e0", text + "0e-1", $"{text[..^2]}.{text[^2..]}E2"]);
    }

    /// <summary>Writes some characters of a string as escapes.</summary>
    private string Escape(string json)
    {
        if (!json.StartsWith('"') || json.Length < 3 || json.Contains('\\', StringComparison.Ordinal))
            return json;
        var all = _random.Next(4) == 0;
        return $"\"{string.Concat(json[1..^1].Select(c => all || _random.Next(4) == 0 ? string.Create(CultureInfo.InvariantCulture, $"\\u{(_random.Next(2) == 0 ? $"{(int)c:x4}" : $"{(int)c:X4}")}") : $"{c}"))}\"";
    }

    private string Number(string json) => json.Length > 0 && char.IsAsciiDigit(json[0])
        ? _random.Next(9) switch { 0 => json + ".0", 1 => json + "e0", 2 => json + "E+0", 3 => "0" + json, 4 => "-" + json, 5 => json + "0", 6 => json + ".", 7 => json[..^1], _ => json + ".5e-1" }
        : json;

    private string Nest(int depth, string value) => _random.Next(2) == 0
        ? new string('[', depth) + value + new string(']', depth)
        : string.Concat(Enumerable.Repeat("{\"x\":", depth)) + value + new string('}', depth);

    private byte[] Bytes(byte[] json)
    {
        for (var i = Times(); i > 0; i--)
        {
            var (at, value) = (_random.Next(json.Length + 1), (byte)_random.Next(256));
            json = _random.Next(4) switch
            {
                0 => [.. json[..at], value, .. json[at..]],
                1 => [.. json[..at], .. json[Math.Min(at + 1, json.Length)..]],
                2 => [.. json[..at], (byte)(json.Length > at ? json[at] ^ (1 << _random.Next(8)) : value), .. json[Math.Min(at + 1, json.Length)..]],
                _ => [.. json[..at], .. json[_random.Next(at + 1)..at], .. json[at..]],
            };
        }

        return json;
    }

    private string Text(string text)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var at = _random.Next(text.Length + 1);
        if (text.Length == 0)
            return ".";
        return _random.Next(10) switch
        {
            0 => text[..at] + Pick<char>(['=', '.', '+', '/', ' ', '\n', '\0', 'é', '\ud800', '"', '\\', ',']) + text[at..],
            1 => text[..at] + text[Math.Min(at + 1, text.Length)..],
            2 => text[..^1] + Pick<char>([.. Alphabet]),
            3 => text + Pick(["=", "==", ".", "A", "AA", "AAA", "AAAA", " ", "\n"]),
            4 => text[..^Math.Min(text.Length, _random.Next(1, 5))],
            5 => text.Split('.') is [var first, var second, var third] ? Pick([$"{second}.{first}.{third}", $"{first}.{third}.{second}", $"{first}.{second}.", $".{second}.{third}", $"{first}..{third}", $"{first}.{second}"]) : text,
            6 => text.Split('.') is { Length: 3 } parts && _random.Next(3) is var part ? string.Join('.', parts.Select((p, i) => i == part && p.Length > 0 ? p[..^1] + Pick<char>([.. Alphabet]) : p)) : text,
            7 => text[..at] + text[_random.Next(at + 1)..],
            _ => text[..Math.Min(at, text.Length - 1)] + Pick<char>([.. Alphabet]) + text[(Math.Min(at, text.Length - 1) + 1)..],
        };
    }
}
