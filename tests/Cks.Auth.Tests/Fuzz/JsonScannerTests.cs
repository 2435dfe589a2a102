using System.Text;
using System.Text.Json;
using CsCheck;

namespace Cks.Auth.Tests;

/// <summary>The scanner against <see cref="JsonDocument"/>: both take the same texts, and both read the same in them.</summary>
public sealed class JsonScannerTests
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 15 };

    private static readonly Gen<string> Scalar = Gen.OneOf(
        "null", "true", "false", "0", "-0", "1", "-12", "1.50", "1e3", "1E-3", "2.5e+10", "\"\"", "\"a\"", "\"é\"", "\"\U0001F600\"", "\"\\n\\t\\\\\\/\\\"\\b\\f\\r\"", "\"\\u0041\\u00e9\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"sub\"");

    private static readonly Gen<string> Name = Gen.OneOf("\"sub\"", "\"\\u0073ub\"", "\"exp\"", "\"\"", "\"é\"", "\"a b\"", "\"\\\"\"", "\"client_id\"", "\"x\"");

    private static readonly Gen<string> Space = Gen.Frequency((12, Gen.Const("")), (1, Gen.OneOf(" ", "\t", "\r\n", "  ")));

    private static readonly Gen<string> Json = Value(3);

    // What a change puts in: everything that means something in JSON, and some that only looks like it.
    private static readonly Gen<string> Piece = Gen.OneOf(
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "0", "1", "-", "+", ".", "e", "t", "null", " ", "\n", "\t", "\0", "\u001f", "\u007f", "\u0085", "\u00a0", "\ufeff", "'", "/", "/**/", "NaN", "é", "\uFFFF");

    [Fact]
    public void What_is_JSON_is_read_alike() => Json.Sample(json => Agree(json) && IsJson(json), iter: 20_000);

    [Fact]
    public void What_may_not_be_JSON_is_judged_alike() =>
        Gen.Select(Json, Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 3], Piece).Array[1, 3]).Sample((json, changes) => Agree(changes.Aggregate(json, Change)), iter: 60_000);

    [Fact]
    public void Pieces_of_JSON_in_any_order_are_judged_alike() => Piece.Array[0, 12].Sample(pieces => Agree(string.Concat(pieces)), iter: 60_000);

    [Theory]
    [InlineData('[', ']', 15, true)]
    [InlineData('[', ']', 16, false)]
    [InlineData('[', ']', 10_000, false)]
    public void Nesting_has_an_end(char open, char close, int depth, bool accepted)
    {
        Assert.Equal(accepted, TryScan($"{new string(open, depth)}{new string(close, depth)}", out _));
        Assert.False(TryScan(new string(open, depth), out _));
        var objects = string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
        Assert.Equal(accepted, TryScan(objects, out _));
    }

    [Fact]
    public void A_text_is_copied_whole_or_not_at_all() =>
        Gen.Select(Scalar.Where(s => s.StartsWith('"')), Gen.Int[0, 12]).Sample((json, room) =>
        {
            Assert.True(TryScan(json, out var slice));
            var (bytes, said) = (Encoding.UTF8.GetBytes(json), JsonSerializer.Deserialize<string>(json)!);
            var into = new char[room];
            var copied = JsonText.TryCopy(bytes, slice, into, out var written);
            return copied == said.Length <= room && (!copied || said.AsSpan().SequenceEqual(into.AsSpan(0, written))) && JsonText.Says(bytes, slice, said) && !JsonText.Says(bytes, slice, said + "x");
        }, iter: 5_000);

    private static bool Agree(string json)
    {
        // The bytes that the scanner gets are UTF-8, which a lone surrogate in this text has none of.
        if (!Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(json)).Equals(json, StringComparison.Ordinal))
            return true;
        var bytes = Encoding.UTF8.GetBytes(json);
        if (!TryScan(json, out var root))
            return !IsJson(json);
        using var document = JsonDocument.Parse(bytes, Strict);
        Assert.Equal(document.RootElement.ValueKind.ToString(), root.Kind.ToString());
        if (root.Kind != JsonKind.Object)
            return true;
        var expected = document.RootElement.EnumerateObject().Select(m => (m.Name, Kind: m.Value.ValueKind.ToString(), Raw: m.Value.GetRawText())).ToArray();
        Assert.Equal(expected, Members(bytes));
        foreach (var group in expected.GroupBy(m => m.Name, StringComparer.Ordinal))
            Assert.Equal(group.First().Raw, Raw(bytes, PayloadMembers.Find(bytes, group.Key)));
        Assert.Equal(expected.DistinctBy(m => m.Name).Count() < expected.Length, HasTwins(bytes));
        return true;
    }

    private static List<(string Name, string Kind, string Raw)> Members(byte[] json)
    {
        var members = new List<(string, string, string)>();
        var scanner = new JsonScanner(json);
        Assert.True(scanner.TryOpen((byte)'{'));
        for (var isFirst = true; scanner.TryNext(ref isFirst, (byte)'}', out var isEnd) && !isEnd;)
        {
            Assert.True(scanner.TryName(out var name));
            Assert.True(scanner.TryValue(out var value));
            members.Add((JsonText.Read(json, name), value.Kind.ToString(), Raw(json, value)));
        }

        return members;
    }

    private static bool HasTwins(byte[] json)
    {
        Span<JsonSlice> places = new JsonSlice[MemberNames.Limit];
        var twins = false;
        var names = new MemberNames(json, places, new byte[MemberNames.PlainLength]);
        var scanner = new JsonScanner(json);
        scanner.TryOpen((byte)'{');
        for (var isFirst = true; scanner.TryNext(ref isFirst, (byte)'}', out var isEnd) && !isEnd && scanner.TryName(out var name) && scanner.TryValue(out _);)
            twins |= names.Add(name) == TokenRejectionReason.DuplicateMember;
        return twins;
    }

    private static string Raw(byte[] json, JsonSlice value)
    {
        var text = Encoding.UTF8.GetString(value.In(json));
        return value.Kind == JsonKind.String ? $"\"{text}\"" : text;
    }

    private static bool TryScan(string json, out JsonSlice value)
    {
        var scanner = new JsonScanner(Encoding.UTF8.GetBytes(json));
        return scanner.TryValue(out value) && scanner.IsAtEnd;
    }

    /// <summary>Whether it is JSON with nothing after it, no deeper than we go, and with nothing in its strings that is no text.</summary>
    private static bool IsJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            Read(document.RootElement);
            return json.TrimEnd(' ', '\t', '\r', '\n') == json;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }

        static void Read(JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String:
                    _ = element.GetString();
                    break;
                case JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray())
                        Read(item);
                    break;
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                    {
                        _ = member.Name;
                        Read(member.Value);
                    }

                    break;
            }
        }
    }

    private static string Change(string json, (int At, int Kind, string Piece) change)
    {
        var at = change.At % (json.Length + 1);
        return change.Kind switch
        {
            0 => json[..at] + json[Math.Min(at + 1, json.Length)..],
            1 => json[..at],
            2 => json[..at] + change.Piece + json[Math.Min(at + 1, json.Length)..],
            _ => json[..at] + change.Piece + json[at..],
        };
    }

    private static Gen<string> Value(int depth)
    {
        if (depth == 0)
            return Scalar;
        var inner = Value(depth - 1);
        var items = Gen.Select(Space, inner, Space).Select(v => v.Item1 + v.Item2 + v.Item3).Array[0, 4].Select(v => $"[{string.Join(',', v)}]");
        var members = Gen.Select(Space, Name, Space, inner, Space).Select(v => $"{v.Item1}{v.Item2}{v.Item3}:{v.Item4}{v.Item5}").Array[0, 5].Select(v => $"{{{string.Join(',', v)}}}");
        return Gen.Frequency((1, Scalar), (1, items), (3, members));
    }
}
