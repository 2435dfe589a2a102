using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>Everything that this host remembers of API keys and their owners, and how others hear that it has to be forgotten.</summary>
internal sealed class ApiKeyMemory
{
    private const string OwnerPrefix = "owner:";
    private const int MostUnknown = 4_096;
    private const int MostNotices = 16;
    private static readonly TimeSpan NoticeTimeout = TimeSpan.FromSeconds(5);

    private readonly Remembered<string, KnownApiKey> _keys;
    private readonly Remembered<string, KnownApiKey> _unknown;
    private readonly Remembered<ApiKeyOwner, KnownApiKeyOwner> _owners;
    private readonly IApiKeyStore _store;
    private readonly IServiceScopeFactory _scopes;
    private readonly CksApiKeyOptions _options;
    private readonly TimeProvider _time;
    private readonly IssuerRegistry? _issuers;
    private readonly ILogger _log;
    private readonly IChangeBus? _bus;

    public ApiKeyMemory(
        IApiKeyStore store, IServiceScopeFactory scopes, IOptions<CksApiKeyOptions> options, TimeProvider time, IssuerRegistry? issuers = null, ILogger<ApiKeyMemory>? logger = null, IChangeBus? bus = null)
    {
        (_store, _scopes, _options, _time, _issuers, _log, _bus) = (store, scopes, options.Value, time, issuers, logger ?? NullLogger<ApiKeyMemory>.Instance, bus);
        var (most, lifetime) = (_options.Remembered, _options.CacheLifetime);
        _keys = new(most, lifetime, time, known => known.Stored is not null);
        // By themselves, so that whoever makes up ids drives no key out.
        _unknown = new(MostUnknown, lifetime, time, _ => true);
        _owners = new(most, lifetime, time, _ => true);
    }

    public int Count => _keys.Count + _unknown.Count + _owners.Count;

    public KnownApiKey? FindKey(string id) => _keys.Find(id) ?? _unknown.Find(id);

    /// <summary>Whether there was such a key when this host looked, however long ago, and nobody has said since that it changed.</summary>
    public bool HadKey(string id) => _keys.Had(id);

    public async ValueTask<KnownApiKey> ReadKeyAsync(string id, CancellationToken cancellationToken)
    {
        if (FindKey(id) is { } remembered)
            return remembered;
        var known = await _keys.LoadAsync(id, ReadKeyAsync, cancellationToken).ConfigureAwait(false);
        return known.Stored is not null ? known : await _unknown.LoadAsync(id, _ => Task.FromResult(known), cancellationToken).ConfigureAwait(false);
    }

    public KnownApiKeyOwner? FindOwner(ApiKeyOwner owner) => _owners.Find(owner);

    public async ValueTask<KnownApiKeyOwner> ReadOwnerAsync(ApiKeyOwner owner, CancellationToken cancellationToken) =>
        FindOwner(owner) ?? await _owners.LoadAsync(owner, async o => new(o, await ResolveAsync(o).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);

    /// <summary>Who an owner is now, and not as it is remembered.</summary>
    /// <exception cref="InvalidOperationException">The resolver is wrong: it answered with somebody else's session.</exception>
    public async Task<SessionResolution> ResolveAsync(ApiKeyOwner owner)
    {
        // In a scope of its own: the answer is for all who ask, and not for the first of them alone.
        var scope = _scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var found = await scope.ServiceProvider.GetRequiredService<IApiKeyOwnerResolver>().ResolveAsync(owner, CancellationToken.None).ConfigureAwait(false);
            if (!found.IsActive)
                return found;
            if (found.Session.Issuer != owner.Issuer || found.Session.Subject != owner.Subject)
                throw new InvalidOperationException("The IApiKeyOwnerResolver answered with a session of another issuer or subject than the owner's.");
            // A key does not move with its owner.
            if (found.Session.Tenant != owner.Tenant)
                return SessionResolution.Refused(SessionRefusalReason.NotProvisioned);
            return _options.OwnIssuers.Contains(owner.Issuer) || _issuers?.Binds(owner.Issuer, owner.Tenant) == true ? found : SessionResolution.Refused(SessionRefusalReason.IssuerNotBound);
        }
    }

    public void ForgetOwner(string issuer, string subject) => _owners.Forget(o => o.Subject == subject && o.Issuer == issuer);

    public void Clear()
    {
        _keys.Forget(_ => true);
        _unknown.Forget(_ => true);
        _owners.Forget(_ => true);
    }

    /// <summary>Forgets keys here at once, and tells others. That they do not hear of it is no fault of the change.</summary>
    public async Task ChangedAsync(IReadOnlyCollection<string> ids)
    {
        foreach (var id in ids)
            Forget(id);
        // Together, so that a bus that does not answer is waited for once. Of very many one notice that names none, at which others read everything anew.
        await Task.WhenAll(ids.Count <= MostNotices ? ids.Select(TellAsync) : [TellAsync(OwnerPrefix)]).ConfigureAwait(false);
    }

    public Task OwnerChangedAsync(string issuer, string subject)
    {
        ForgetOwner(issuer, subject);
        return TellAsync($"{OwnerPrefix}{issuer.Length}:{issuer}{subject}");
    }

    public ValueTask HearAsync(ChangeNotice notice, CancellationToken cancellationToken)
    {
        var key = notice.Key;
        if (notice.IsResynchronize)
            Clear();
        else if (!key.StartsWith(OwnerPrefix, StringComparison.Ordinal))
            Forget(key);
        else if (key.AsSpan(OwnerPrefix.Length) is var rest && rest.IndexOf(':') is > 0 and var colon && int.TryParse(rest[..colon], out var length) && length >= 0 && length <= rest.Length - colon - 1)
            ForgetOwner(new(rest.Slice(colon + 1, length)), new(rest[(colon + 1 + length)..]));
        else
            Clear();
        return ValueTask.CompletedTask;
    }

    private void Forget(string id)
    {
        _keys.Forget(id);
        _unknown.Forget(id);
    }

    private async Task<KnownApiKey> ReadKeyAsync(string id) => await _store.FindAsync(id, CancellationToken.None).ConfigureAwait(false) is { } stored ? new(stored) : KnownApiKey.None;

    private async Task TellAsync(string key)
    {
        if (_bus is null)
            return;
        try
        {
            using var timeout = new CancellationTokenSource(NoticeTimeout, _time);
            await _bus.PublishAsync(new(CksApiKeys.Topic, key), timeout.Token).AsTask().WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            AuthLog.ApiKeyNoticeNotSent(_log, e.GetType().Name);
        }
    }
}
