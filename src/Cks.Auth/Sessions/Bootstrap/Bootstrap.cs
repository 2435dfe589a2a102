using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>Who somebody is, read in one question and remembered until it changes.</summary>
internal sealed class Bootstrap : ISessionResolver, IBootstrap
{
    private const int MostUnknown = 4_096;

    private readonly ISessionSource _source;
    private readonly SessionNotices _notices;
    private readonly LiveSessions? _streams;
    // A person is named as a session is: by issuer and id.
    private readonly Remembered<SessionKey, KnownPerson> _people;
    private readonly Remembered<SessionKey, KnownPerson> _unknown;

    public Bootstrap(ISessionSource source, SessionNotices notices, IOptions<CksBootstrapOptions> options, TimeProvider time, LiveSessions? streams = null)
    {
        (_source, _notices, _streams) = (source, notices, streams);
        _people = new(options.Value.Remembered, options.Value.CacheLifetime, time, p => p.IsKnown);
        // By themselves, so that strangers drive nobody out.
        _unknown = new(MostUnknown, options.Value.CacheLifetime, time, p => !p.IsKnown);
        notices.PersonChanged += Forget;
        notices.Unknown += Clear;
    }

    public int Count => _people.Count + _unknown.Count;

    public ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        var person = new SessionKey(token.Issuer, token.Subject);
        return (_people.Find(person) ?? _unknown.Find(person)) is { } known ? new(known.Resolve(_source.KnownRoles)) : new(ReadAsync(person, cancellationToken));
    }

    public ValueTask PersonChangedAsync(string issuer, string subject, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(subject);
        Forget(issuer, subject);
        return new(_notices.TellAsync(SessionNotices.OfPerson(issuer, subject)));
    }

    private async Task<SessionResolution> ReadAsync(SessionKey person, CancellationToken cancellationToken)
    {
        // One within the other, so that both have begun before the source is read: what changes from then on is kept by neither (S06).
        var known = await _people.LoadAsync(person, p => _unknown.LoadAsync(p, LoadAsync, CancellationToken.None), cancellationToken).ConfigureAwait(false);
        return known.Resolve(_source.KnownRoles);
    }

    private async Task<KnownPerson> LoadAsync(SessionKey person) => new(person, await _source.ReadAsync(person.Issuer, person.Id, CancellationToken.None).ConfigureAwait(false));

    private void Forget(string issuer, string subject)
    {
        var person = new SessionKey(issuer, subject);
        // The inner one first: otherwise a read that begins anew might join one from before.
        _unknown.Forget(person);
        _people.Forget(person);
        _streams?.AskAgain(issuer, subject);
    }

    private void Clear()
    {
        _unknown.Forget(_ => true);
        _people.Forget(_ => true);
        _streams?.AskAllAgain();
    }
}
