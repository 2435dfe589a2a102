using System.Runtime.CompilerServices;

namespace Cks.Core;

/// <summary>Equality of JSON values: numbers by value, objects whatever the order of their properties.</summary>
internal static class JsonEquality
{
    /// <summary>Whether two values are equal; <see langword="false"/> when the work is used up.</summary>
    public static bool AreEqual(in JsonView a, int x, in JsonView b, int y, ref int work)
    {
        if (--work < 0)
            return false;
        var (first, second) = (a.Tokens[x], b.Tokens[y]);
        if (first.Kind != second.Kind)
            return false;
        switch (first.Kind)
        {
            case JsonKind.String:
                work -= first.Length / 16;
                return a.Bytes(x).SequenceEqual(b.Bytes(y));
            case JsonKind.Number:
                var left = a.Bytes(x);
                var right = b.Bytes(y);
                work -= first.Length / 16;
                return left.SequenceEqual(right) || JsonNumber.Compare(JsonNumber.Parse(left), JsonNumber.Parse(right)) == 0;
            case JsonKind.Array or JsonKind.Object when !RuntimeHelpers.TryEnsureSufficientExecutionStack():
                // Schemas that nest have used the stack up. What could not be compared is no answer.
                work = -1;
                return false;
            case JsonKind.Array:
                if (first.Extra != second.Extra)
                    return false;
                for (int i = x + 1, j = y + 1; i < first.Next; i = a.Tokens[i].Next, j = b.Tokens[j].Next)
                {
                    if (!AreEqual(a, i, b, j, ref work))
                        return false;
                }

                return true;
            case JsonKind.Object:
                return first.Extra == second.Extra && AreEqualObjects(a, x, b, y, ref work);
            default:
                return true;
        }
    }

    private static bool AreEqualObjects(in JsonView a, int x, in JsonView b, int y, ref int work)
    {
        var next = y + 1;
        for (var i = x + 1; i < a.Tokens[x].Next; i = a.Tokens[i + 1].Next)
        {
            // Mostly both have the same order; only then is a large object cheap.
            var inOrder = next < b.Tokens[y].Next && a.Tokens[i].Extra == b.Tokens[next].Extra && a.Bytes(i).SequenceEqual(b.Bytes(next));
            var value = inOrder ? next + 1 : b.Find(y, a.Bytes(i), a.Tokens[i].Extra, ref work);
            if (value < 0 || !AreEqual(a, i + 1, b, value, ref work))
                return false;
            next = b.Tokens[value].Next;
        }

        return true;
    }

    /// <summary>A hash that is equal for equal values.</summary>
    public static int HashOf(in JsonView view, int at, ref int work)
    {
        if (--work < 0)
            return 0;
        var token = view.Tokens[at];
        var hash = (int)token.Kind;
        switch (token.Kind)
        {
            case JsonKind.String:
                work -= token.Length / 16;
                return Utf8Hash.Of(view.Bytes(at));
            case JsonKind.Number:
                work -= token.Length / 16;
                return JsonNumber.Parse(view.Bytes(at)).GetHashCode();
            case JsonKind.Array or JsonKind.Object when !RuntimeHelpers.TryEnsureSufficientExecutionStack():
                work = -1;
                return 0;
            case JsonKind.Array:
                for (var i = at + 1; i < token.Next; i = view.Tokens[i].Next)
                    hash = Utf8Hash.Mix(hash, HashOf(view, i, ref work));
                return hash;
            case JsonKind.Object:
                // A sum, because the order of properties means nothing.
                for (var i = at + 1; i < token.Next; i = view.Tokens[i + 1].Next)
                    hash = unchecked(hash + Utf8Hash.Mix(view.Tokens[i].Extra, HashOf(view, i + 1, ref work)));
                return hash;
            default:
                return hash;
        }
    }
}
