namespace Cks.Core;

/// <summary>Who wrote or approved a revision: one person at one issuer (S02), compared ordinally.</summary>
/// <param name="Issuer">The issuer, as tokens write it; empty for an account of the machine, such as that of the tool.</param>
/// <param name="Id">The person there; not blank.</param>
public readonly record struct RevisionAuthor(string Issuer, string Id)
{
    /// <summary>For people; made harmless for a log by whoever writes it there.</summary>
    public override string ToString() => string.IsNullOrEmpty(Issuer) ? Id ?? "" : $"{Id} ({Issuer})";
}
