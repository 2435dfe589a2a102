namespace Cks.Core;

/// <summary>The values of <c>enum</c>, found by their hash when they are many.</summary>
internal sealed class SchemaEnum
{
    private readonly JsonConstant[] _inOrder;
    private readonly JsonConstant[] _values;
    private readonly int[] _hashes;

    public SchemaEnum(JsonConstant[] values)
    {
        (_inOrder, _values) = (values, [.. values]);
        _hashes = [.. values.Select(v => v.Hash)];
        Array.Sort(_hashes, _values);
    }

    /// <summary>The texts among the values, for advice.</summary>
    public IEnumerable<string> Texts => _inOrder.Where(v => v.View.Tokens[0].Kind == JsonKind.String).Select(v => System.Text.Encoding.UTF8.GetString(v.View.Bytes(0)));

    /// <summary>The values as JSON, as they stand in the schema: hashes differ from process to process, and what is told must not.</summary>
    public IEnumerable<string> Written => _inOrder.Select(v => System.Text.Encoding.UTF8.GetString(v.Utf8));

    /// <summary>Whether a value is one of them.</summary>
    public bool Contains(in JsonView view, int at, ref int work)
    {
        var hash = JsonEquality.HashOf(view, at, ref work);
        var found = Array.BinarySearch(_hashes, hash);
        if (found < 0)
            return false;
        while (found > 0 && _hashes[found - 1] == hash)
            found--;
        for (; found < _hashes.Length && _hashes[found] == hash; found++)
        {
            if (JsonEquality.AreEqual(view, at, _values[found].View, 0, ref work))
                return true;
        }

        return false;
    }
}
