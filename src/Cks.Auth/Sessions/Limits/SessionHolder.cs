namespace Cks.Auth;

/// <summary>Who comes with a session.</summary>
/// <param name="Token">The person's token.</param>
/// <param name="Actor">Who acts for them, as <see cref="SessionActor.ToText"/>; empty for nobody.</param>
/// <param name="Tenant">Whose data they work with; empty where it does not matter, because nothing begins.</param>
internal readonly record struct SessionHolder(ValidatedToken Token, string Actor, string Tenant = "")
{
    public static SessionHolder Of(ValidatedToken token, UserSession session) => new(token, session.Actor?.ToText() ?? "", session.Tenant.Value);

    /// <summary>Whether it is theirs: the session of one person is no credential of another, and nobody comes into it or leaves it for another.</summary>
    public bool Has(StoredSession session) => session.Subject == Token.Subject && session.Actor == Actor;
}
