namespace Cks.Rbac.WebAssembly;

/// <summary>A row of an answer with <c>WithRowCapabilities</c>, which says itself what may be done with it. Hand it to <c>AuthorizeView</c> as its <c>Resource</c>; a <see cref="System.Text.Json.JsonElement"/> needs no type.</summary>
public interface ICapableRow
{
    /// <summary>The member <c>_can</c> of the row: <c>[JsonPropertyName("_can")]</c>. Of what depends on the row, only what it says is shown.</summary>
    IReadOnlyDictionary<string, bool>? Can { get; }
}
