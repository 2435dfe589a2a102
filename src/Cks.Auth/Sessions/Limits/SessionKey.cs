namespace Cks.Auth;

/// <summary>A session: the pair of issuer and id, both compared ordinally (S02).</summary>
/// <param name="Issuer">Who began it.</param>
/// <param name="Id">The <c>sid</c> of its tokens; where a provider names no sessions, the id of the application's own cookie.</param>
public readonly record struct SessionKey(string Issuer, string Id)
{
    /// <summary>Nothing, so that a key written into a log names no session.</summary>
    public override string ToString() => nameof(SessionKey);
}
