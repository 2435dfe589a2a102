namespace Cks.Core;

/// <summary>Who wrote or approved a revision: one person at one issuer (S02), compared ordinally. Whether two are one person is asked without capitals where the issuer is a machine.</summary>
/// <param name="Issuer">The issuer, as tokens write it; empty for an account of the machine, such as that of the tool.</param>
/// <param name="Id">The person there; not blank, without space around it and without characters that nobody sees.</param>
public readonly record struct RevisionAuthor(string Issuer, string Id)
{
    /// <summary>Issuer of the accounts of a machine, as the tool writes them: no issuer of tokens.</summary>
    internal const string Machine = "os";

    /// <summary>Whether it can be told from another one by looking at it.</summary>
    internal bool IsPlain => !string.IsNullOrWhiteSpace(Id) && Id == Id.Trim() && HarmlessText.Of(Id, Id.Length) == Id;

    /// <summary>For people; made harmless for a log by whoever writes it there.</summary>
    public override string ToString() => string.IsNullOrEmpty(Issuer) ? Id ?? "" : $"{Id} ({Issuer})";

    /// <summary>Whether both are one person: accounts of a machine are one in capitals and in small letters.</summary>
    internal bool IsSamePerson(RevisionAuthor other) =>
        Issuer == other.Issuer && string.Equals(Id, other.Id, Issuer is "" or Machine ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
