namespace Cks.Core;

/// <summary>A place in a document: where a value stands and how to point at it.</summary>
/// <param name="File">Name or path of the document as the caller gave it.</param>
/// <param name="Line">Line, counted from 1; 0 when the place is the whole document.</param>
/// <param name="Column">Column in UTF-16 characters, counted from 1; 0 when the place is the whole document.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) of the value; empty for the root.</param>
public readonly record struct SourceLocation(string File, int Line, int Column, string Pointer)
{
    /// <summary>A location that names a document and no place in it.</summary>
    public static SourceLocation Whole(string file) => new(file, 0, 0, "");

    /// <summary><c>file:line:column</c>, or only the file where no place is known.</summary>
    public override string ToString() => Line == 0 ? File : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}
