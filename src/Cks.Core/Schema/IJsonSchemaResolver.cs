namespace Cks.Core;

/// <summary>Gives the schemas that a schema refers to. The only way to a document outside of the one that is loaded; asked while a schema is loaded, never while it validates.</summary>
public interface IJsonSchemaResolver
{
    /// <summary>Looks a schema up.</summary>
    /// <param name="uri">What the schema refers to: absolute, without a fragment. A schema without an <c>$id</c> is at <c>cks:///schema</c>.</param>
    /// <param name="utf8">The schema, UTF-8.</param>
    /// <returns>Whether there is one; <see langword="false"/> refuses the schema that refers to it.</returns>
    bool TryResolve(Uri uri, out ReadOnlyMemory<byte> utf8);
}
