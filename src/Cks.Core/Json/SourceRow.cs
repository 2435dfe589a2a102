using System.Text.Json;

namespace Cks.Core;

/// <summary>One value of a document, as positions in its bytes. Rows stand in document order: the children of a value follow it.</summary>
internal struct SourceRow
{
    /// <summary>First byte of the value.</summary>
    public int Start;

    /// <summary>Bytes of a text (with its quotes), number or literal; number of children of an object or array.</summary>
    public int Length;

    /// <summary>First byte of the name in front of the value, with its quotes; bytes of it, 0 where there is none.</summary>
    public int NameStart;

    /// <summary>Bytes of the name.</summary>
    public int NameLength;

    /// <summary>The row after the value and everything in it.</summary>
    public int Next;

    /// <summary>A <see cref="JsonValueKind"/>.</summary>
    public byte Kind;

    /// <summary>Whether the text, and whether the name, has escapes.</summary>
    public bool IsEscaped, IsNameEscaped;

    /// <summary>Whether a name stands twice in the object.</summary>
    public bool HasTwins;
}
