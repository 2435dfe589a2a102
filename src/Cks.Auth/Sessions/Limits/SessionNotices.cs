using System.Globalization;
using Cks.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.Auth;

/// <summary>Tells other hosts what changed of sessions and people, and hears it from them. Without a bus what is remembered ends by itself, after 60 seconds at most.</summary>
internal sealed class SessionNotices : IHostedService, IDisposable
{
    /// <summary>The key of a notice after which nothing that is remembered counts.</summary>
    public const string Everybody = "all";

    private const string SessionPrefix = "session:";
    private const string PersonPrefix = "person:";

    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly IChangeBus? _bus;
    private readonly BusListener _listener;

    public SessionNotices(TimeProvider time, ILogger<SessionNotices>? logger = null, IChangeBus? bus = null)
    {
        (_time, _log, _bus) = (time, logger ?? NullLogger<SessionNotices>.Instance, bus);
        _listener = new(bus, CksSessions.Topic, HearAsync, () => Unknown(), e => AuthLog.NoSessionNotices(_log, e.GetType().Name), time);
    }

    public event Action<SessionKey> SessionChanged = _ => { };

    public event Action<string, string> PersonChanged = (_, _) => { };

    /// <summary>Nobody knows what changed.</summary>
    public event Action Unknown = () => { };

    public static string Of(SessionKey key) => Key(SessionPrefix, key.Issuer, key.Id);

    public static string OfPerson(string issuer, string subject) => Key(PersonPrefix, issuer, subject);

    /// <summary>Tells others. That they do not hear of it is no fault of the change.</summary>
    public async Task TellAsync(string key)
    {
        if (_bus is null)
            return;
        try
        {
            using var timeout = new CancellationTokenSource(BusSubscribing.Patience, _time);
            await _bus.PublishAsync(new(CksSessions.Topic, key), timeout.Token).AsTask().WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            AuthLog.SessionNoticeNotSent(_log, e.GetType().Name);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _listener.StopAsync(cancellationToken);

    public void Dispose() => _listener.Dispose();

    private static string Key(string prefix, string issuer, string id) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}{issuer.Length}:{issuer}{id}") is { Length: <= ChangeNotice.LongestKey } key ? key : Everybody;

    private ValueTask HearAsync(ChangeNotice notice, CancellationToken cancellationToken)
    {
        if (TryRead(notice.Key, SessionPrefix, out var session))
            SessionChanged(new(session.Issuer, session.Id));
        else if (TryRead(notice.Key, PersonPrefix, out var person))
            PersonChanged(person.Issuer, person.Id);
        else
            Unknown();
        return ValueTask.CompletedTask;
    }

    private static bool TryRead(string key, string prefix, out (string Issuer, string Id) pair)
    {
        pair = default;
        if (!key.StartsWith(prefix, StringComparison.Ordinal))
            return false;
        var rest = key.AsSpan(prefix.Length);
        var colon = rest.IndexOf(':');
        if (colon < 0 || !int.TryParse(rest[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > rest.Length - colon - 1)
            return false;
        pair = (new(rest.Slice(colon + 1, length)), new(rest[(colon + 1 + length)..]));
        return true;
    }
}
