using System.Text.Json;

namespace Cks.Scope;

/// <summary>The names of the fields of rows, once for all rows that have the same.</summary>
internal sealed class RowNames(params string[] all)
{
    public string[] All => all;

    /// <summary>As they stand in JSON, whoever writes it; none where one of them is written differently by some encoders.</summary>
    public JsonEncodedText[] Json { get; } = Array.TrueForAll(all, n => n.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) ? Array.ConvertAll(all, n => JsonEncodedText.Encode(n)) : [];
}
