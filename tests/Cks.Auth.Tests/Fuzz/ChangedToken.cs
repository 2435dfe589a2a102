using System.Buffers.Text;

namespace Cks.Auth.Tests;

/// <summary>A token to be judged.</summary>
/// <param name="Text">The token.</param>
/// <param name="Signed">The token that the issuer has really signed: this one, or the one that it was made of.</param>
internal sealed record ChangedToken(string Text, string Signed)
{
    private readonly int _end = Signed.LastIndexOf('.');

    /// <summary>Whether the issuer has made this signature of this text.</summary>
    public bool IsSigned(string text, byte[] signature) => Signed.AsSpan(0, _end).SequenceEqual(text) && Base64Url.DecodeFromChars(Signed.AsSpan(_end + 1)).AsSpan().SequenceEqual(signature);
}
