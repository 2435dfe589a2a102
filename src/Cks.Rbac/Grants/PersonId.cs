using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Cks.Rbac;

/// <summary>A person: the pair of issuer and identifier, both compared ordinally (S02). The default value is nobody: both are empty.</summary>
/// <param name="Issuer">Who vouches for the identifier.</param>
/// <param name="Id">Identifier within the issuer (<c>sub</c>).</param>
public readonly record struct PersonId(string Issuer, string Id)
{
    /// <summary>Who vouches for the identifier; empty for the default value.</summary>
    public string Issuer { get => field ?? ""; init; } = Issuer;

    /// <summary>Identifier within the issuer; empty for the default value.</summary>
    public string Id { get => field ?? ""; init; } = Id;

    internal static PersonId Of(Subject subject) => new(subject.Issuer, subject.Id);

    internal bool IsUsable => IsText(Issuer, CksGrants.LongestIssuer) && IsText(Id, CksGrants.LongestSubject);

    /// <summary>Both as one text that no other person has.</summary>
    internal string Key => $"{Issuer.Length.ToString(CultureInfo.InvariantCulture)}:{Issuer}{Id}";

    // What is blank no document has, and half of a character is kept as another one: it would be somebody else.
    private static bool IsText(string? text, int longest) => !string.IsNullOrWhiteSpace(text) && text.Length <= longest && text.Equals(new string([.. text.EnumerateRunes().SelectMany(r => r.ToString())]), StringComparison.Ordinal);

    /// <summary>Whether both are the same, code point by code point.</summary>
    public bool Equals(PersonId other) => string.Equals(Issuer, other.Issuer, StringComparison.Ordinal) && string.Equals(Id, other.Id, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Issuer, Id);

    internal static bool TryParse(string key, [NotNullWhen(true)] out PersonId? person)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        person = colon > 0 && int.TryParse(key.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= key.Length - colon - 1
            ? new(key.Substring(colon + 1, length), key[(colon + 1 + length)..])
            : null;
        return person is not null;
    }
}
