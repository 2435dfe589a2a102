using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Cks.Core;

/// <summary>What stands at a place of a tape.</summary>
internal enum JsonKind : byte
{
    Null,
    False,
    True,
    Number,
    String,
    Array,
    Object,
}

/// <summary>One value or property name. A container is followed by what it holds, a name by its value.</summary>
internal struct JsonToken
{
    /// <summary>Where the bytes of a text (without quotes and escapes) or number start, in the source or among the unescaped texts.</summary>
    public int Start;

    /// <summary>How many bytes a text or number has.</summary>
    public int Length;

    /// <summary>The place after this value and all that it holds.</summary>
    public int Next;

    /// <summary>How many properties or items a container has; the hash of a property name.</summary>
    public int Extra;

    /// <summary>Where the value starts in the source.</summary>
    public int Raw;

    public JsonKind Kind;

    /// <summary>Whether the bytes are among the unescaped texts.</summary>
    public bool IsUnescaped;
}

/// <summary>Why a document did not become a tape.</summary>
internal enum TapeFault
{
    None,
    NotJson,
    TooLarge,
    DuplicateName,
    HugeExponent,
    TooMuchWork,
}

/// <summary>A document as a flat list of tokens. Reading one allocates nothing once the buffers have grown.</summary>
internal sealed class JsonTape
{
    // Longer lists are sorted when the object ends; a scan of so many hashes costs less than that.
    private const int FewNames = 64;
    private const int LongestExponent = 15;
    private const int KeptTokens = 64 * 1024;

    // Quotes, colons, commas and brackets.
    private const int BytesAround = 3;

    // What a text or a word may take more when it is written: as \uD83D\uDE80, at most; "false".
    private const int BytesOfEscape = 11;
    private const int BytesOfWord = 5;

    private static readonly SearchValues<byte> MaybeEscaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(b => (byte)b), (byte)'"', (byte)'\\', 0x7F, 0xC2, 0xE2, .. Enumerable.Range(0xED, 19).Select(b => (byte)b)]);

    private JsonToken[] _tokens = new JsonToken[256];
    private byte[] _texts = [];
    private int[] _names = new int[64];
    private int _count;
    private int _textCount;

    // Of a node alone: bytes that it takes written out beyond its texts, never too few.
    private int _escapes;

    public ReadOnlySpan<JsonToken> Tokens => _tokens.AsSpan(0, _count);

    public ReadOnlySpan<byte> Texts => _texts.AsSpan(0, _textCount);

    /// <summary>Reads a document in one pass.</summary>
    /// <param name="utf8">The document without a byte order mark.</param>
    /// <param name="options">Limits.</param>
    /// <param name="work">Steps that are left.</param>
    public TapeFault Read(ReadOnlySpan<byte> utf8, JsonSchemaOptions options, ref int work)
    {
        (_count, _textCount, _escapes) = (0, 0, 0);
        if (utf8.Length > options.MaxBytes)
            return TapeFault.TooLarge;
        // The reader does not look at texts: what is not UTF-8 would pass.
        if (!Utf8.IsValid(utf8))
            return TapeFault.NotJson;
        try
        {
            return ReadAll(utf8, options, ref work);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape names half of a surrogate pair.
            return TapeFault.NotJson;
        }
    }

    /// <summary>Takes a document that was read already, and may be made of several: all its texts are copied. None of its objects has a name twice.</summary>
    /// <param name="root">The document.</param>
    /// <param name="options">Limits.</param>
    /// <param name="work">Steps that are left.</param>
    public TapeFault Read(SourceNode root, JsonSchemaOptions options, ref int work)
    {
        (_count, _textCount, _escapes) = (0, 0, 0);
        return Append(root, options.MaxDepth, options, ref work);
    }

    /// <summary>Gives up buffers that one large document made.</summary>
    public void Trim()
    {
        if (_tokens.Length <= KeptTokens && _texts.Length <= KeptTokens && _names.Length <= KeptTokens)
            return;
        (_tokens, _texts, _names) = (new JsonToken[256], [], new int[64]);
    }

    private TapeFault ReadAll(ReadOnlySpan<byte> utf8, JsonSchemaOptions options, ref int work)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions
        {
            AllowTrailingCommas = options.AllowComments,
            CommentHandling = options.AllowComments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
            MaxDepth = options.MaxDepth,
        });
        Span<int> parents = stackalloc int[options.MaxDepth + 1];
        Span<int> firstNames = stackalloc int[options.MaxDepth + 1];
        var (depth, names, parent) = (0, 0, -1);
        while (reader.Read())
        {
            if (--work < 0)
                return TapeFault.TooMuchWork;
            if (_count == _tokens.Length)
                Array.Resize(ref _tokens, _count * 2);
            ref var token = ref _tokens[_count];
            token.Raw = (int)reader.TokenStartIndex;
            (token.Extra, token.IsUnescaped) = (0, false);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    TakeText(ref reader, ref token);
                    token.Extra = Utf8Hash.Of(Bytes(token, utf8));
                    token.Next = ++_count;
                    if (names - firstNames[depth] < FewNames && _names.AsSpan(firstNames[depth], names - firstNames[depth]).Contains(token.Extra) && IsTwice(utf8, parent, _count - 1, ref work))
                        return work < 0 ? TapeFault.TooMuchWork : TapeFault.DuplicateName;
                    if (names == _names.Length)
                        Array.Resize(ref _names, names * 2);
                    _names[names++] = token.Extra;
                    continue;
                case JsonTokenType.StartObject:
                case JsonTokenType.StartArray:
                    if (parent >= 0)
                        _tokens[parent].Extra++;
                    token.Kind = reader.TokenType == JsonTokenType.StartObject ? JsonKind.Object : JsonKind.Array;
                    parents[depth++] = parent;
                    firstNames[depth] = names;
                    parent = _count++;
                    continue;
                case JsonTokenType.EndObject:
                case JsonTokenType.EndArray:
                    _tokens[parent].Next = _count;
                    if (names - firstNames[depth] > FewNames && HasTwins(utf8, parent, _names.AsSpan(firstNames[depth], names - firstNames[depth]), ref work))
                        return work < 0 ? TapeFault.TooMuchWork : TapeFault.DuplicateName;
                    names = firstNames[depth];
                    parent = parents[--depth];
                    continue;
                case JsonTokenType.String:
                    TakeText(ref reader, ref token);
                    break;
                case JsonTokenType.Number:
                    token.Kind = JsonKind.Number;
                    token.Start = token.Raw;
                    token.Length = reader.ValueSpan.Length;
                    if (HasHugeExponent(reader.ValueSpan))
                        return TapeFault.HugeExponent;
                    break;
                default:
                    token.Kind = reader.TokenType switch { JsonTokenType.True => JsonKind.True, JsonTokenType.False => JsonKind.False, _ => JsonKind.Null };
                    break;
            }

            if (parent >= 0)
                _tokens[parent].Extra++;
            token.Next = ++_count;
        }

        return TapeFault.None;
    }

    private TapeFault Append(SourceNode node, int depth, JsonSchemaOptions options, ref int work)
    {
        if (--work < 0)
            return TapeFault.TooMuchWork;
        var (at, kind) = (_count, node.Kind);
        switch (kind)
        {
            case JsonValueKind.Object when depth > 0:
                Append(JsonKind.Object) = node.Members.Nodes.Length;
                foreach (var member in node.Members.Nodes)
                {
                    var name = _count;
                    Append(JsonKind.String);
                    Copy(member.NameUtf8);
                    _tokens[name].Extra = Utf8Hash.Of(_texts.AsSpan(_tokens[name].Start, _tokens[name].Length));
                    if (Append(member, depth - 1, options, ref work) is not TapeFault.None and var fault)
                        return fault;
                }

                break;
            case JsonValueKind.Array when depth > 0:
                Append(JsonKind.Array) = node.Items.Count;
                foreach (var item in node.Items)
                    if (Append(item, depth - 1, options, ref work) is not TapeFault.None and var fault)
                        return fault;
                break;
            case JsonValueKind.Object or JsonValueKind.Array:
                return TapeFault.NotJson;
            case JsonValueKind.String or JsonValueKind.Number:
                Append(kind == JsonValueKind.String ? JsonKind.String : JsonKind.Number);
                Copy(node.TextUtf8);
                if (kind == JsonValueKind.Number && HasHugeExponent(node.TextUtf8))
                    return TapeFault.HugeExponent;
                break;
            default:
                Append(kind switch { JsonValueKind.True => JsonKind.True, JsonValueKind.False => JsonKind.False, _ => JsonKind.Null });
                _escapes += BytesOfWord;
                break;
        }

        _tokens[at].Next = _count;
        return _textCount + (BytesAround * _count) + (long)_escapes > options.MaxBytes ? TapeFault.TooLarge : TapeFault.None;
    }

    /// <summary>Adds a token, and gives its <see cref="JsonToken.Extra"/>.</summary>
    private ref int Append(JsonKind kind)
    {
        if (_count == _tokens.Length)
            Array.Resize(ref _tokens, _count * 2);
        ref var token = ref _tokens[_count++];
        token = new() { Kind = kind, Next = _count };
        return ref token.Extra;
    }

    /// <summary>Gives the token that was added last its text.</summary>
    private void Copy(ReadOnlySpan<byte> text)
    {
        if (_texts.Length - _textCount < text.Length)
            Array.Resize(ref _texts, Math.Max(Math.Max(_texts.Length * 2, 256), _textCount + text.Length));
        text.CopyTo(_texts.AsSpan(_textCount));
        ref var token = ref _tokens[_count - 1];
        (token.Start, token.Length, token.IsUnescaped) = (_textCount, text.Length, true);
        _textCount += text.Length;
        for (int at; (at = text.IndexOfAny(MaybeEscaped)) >= 0; text = text[(at + 1)..])
            _escapes += BytesOfEscape;
    }

    private void TakeText(ref Utf8JsonReader reader, ref JsonToken token)
    {
        token.Kind = JsonKind.String;
        token.Start = token.Raw + 1;
        token.Length = reader.ValueSpan.Length;
        if (!reader.ValueIsEscaped)
            return;
        if (_texts.Length - _textCount < token.Length)
            Array.Resize(ref _texts, Math.Max(_texts.Length * 2, _textCount + token.Length));
        token.Start = _textCount;
        token.Length = reader.CopyString(_texts.AsSpan(_textCount));
        token.IsUnescaped = true;
        _textCount += token.Length;
    }

    private ReadOnlySpan<byte> Bytes(in JsonToken token, ReadOnlySpan<byte> utf8) => (token.IsUnescaped ? _texts : utf8).Slice(token.Start, token.Length);

    /// <summary>Whether a name stands before in its object. Also called for equal hashes of different names: such names cost work.</summary>
    private bool IsTwice(ReadOnlySpan<byte> utf8, int parent, int name, ref int work)
    {
        for (var at = parent + 1; at < name; at = _tokens[at + 1].Next)
        {
            if (--work < 0 || (_tokens[at].Extra == _tokens[name].Extra && Bytes(_tokens[at], utf8).SequenceEqual(Bytes(_tokens[name], utf8))))
                return true;
        }

        return false;
    }

    private bool HasTwins(ReadOnlySpan<byte> utf8, int parent, Span<int> hashes, ref int work)
    {
        hashes.Sort();
        for (var i = 1; i < hashes.Length; i++)
        {
            if (hashes[i] != hashes[i - 1] || (i > 1 && hashes[i] == hashes[i - 2]))
                continue;
            for (var at = parent + 1; at < _count; at = _tokens[at + 1].Next)
            {
                if (--work < 0 || (_tokens[at].Extra == hashes[i] && IsTwice(utf8, parent, at, ref work)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a number has an exponent that does not fit in a long with room to spare.</summary>
    public static bool HasHugeExponent(ReadOnlySpan<byte> number) =>
        number.Length > LongestExponent && number.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var e && number[(e + 1)..].TrimStart("+-0"u8).Length > LongestExponent;
}
