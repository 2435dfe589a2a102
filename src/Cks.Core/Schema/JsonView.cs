namespace Cks.Core;

/// <summary>A tape together with the bytes that it was read from.</summary>
internal readonly ref struct JsonView(ReadOnlySpan<byte> source, JsonTape tape)
{
    private readonly ReadOnlySpan<byte> _source = source;
    private readonly ReadOnlySpan<byte> _texts = tape.Texts;

    public readonly ReadOnlySpan<JsonToken> Tokens = tape.Tokens;

    /// <summary>The bytes of a text or number.</summary>
    public ReadOnlySpan<byte> Bytes(int at)
    {
        ref readonly var token = ref Tokens[at];
        return (token.IsUnescaped ? _texts : _source).Slice(token.Start, token.Length);
    }

    /// <summary>The value of a property, or -1.</summary>
    public int Find(int container, ReadOnlySpan<byte> name, int hash, ref int work)
    {
        var end = Tokens[container].Next;
        for (var at = container + 1; at < end; at = Tokens[at + 1].Next)
        {
            if (--work < 0)
                return -1;
            if (Tokens[at].Extra == hash && Bytes(at).SequenceEqual(name))
                return at + 1;
        }

        return -1;
    }
}
