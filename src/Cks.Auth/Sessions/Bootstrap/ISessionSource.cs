namespace Cks.Auth;

/// <summary>
/// How the application's tables say who somebody is: the application implements it, as a singleton and as one query over all of its tables of people. What it answers is remembered
/// (<c>AddCksBootstrap</c>).
/// </summary>
public interface ISessionSource
{
    /// <summary>Every role of the application, as its policy spells them. The same instance as long as they are the same.</summary>
    IReadOnlyCollection<string> KnownRoles { get; }

    /// <summary>
    /// The records that are linked to a person at an issuer, compared ordinally, archived ones as well: none for somebody unknown, and where there are two nobody is let in, because one person is one record. A store that is
    /// down throws; it is never an empty answer.
    /// </summary>
    ValueTask<IReadOnlyList<SessionRecord>> ReadAsync(string issuer, string subject, CancellationToken cancellationToken = default);
}
