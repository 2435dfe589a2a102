namespace Cks.Auth;

/// <summary>A value as it stands in a document; of a string, what is between the quotes.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsEscaped">Whether a string holds escapes.</param>
internal readonly record struct JsonSlice(int Start, int Length, JsonKind Kind, bool IsEscaped = false)
{
    public bool IsPresent => Kind is not JsonKind.None and not JsonKind.Null;

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> json) => json.Slice(Start, Length);
}
