using System.Globalization;
using System.Security.Cryptography;

namespace Cks.Core;

/// <summary>
/// Secrets by their names in a configuration or in a folder of files, kept as they are there: <c>NAME</c> is the current version, <c>NAMEPrevious</c> one that is still accepted, <c>NAMESince</c> the day from which the
/// current one counts. What changes at the source changes in every <see cref="Secret{T}"/> that was handed out, without a restart. No vault: where the values come from is the platform's. Thread-safe.
/// </summary>
public sealed class SecretSource : IDisposable
{
    private const string PreviousSuffix = "Previous";
    private const string SinceSuffix = "Since";
    private static readonly TimeSpan ReminderInterval = TimeSpan.FromDays(1);

    private readonly Func<string, string?> _read;
    private readonly SecretSourceOptions _options;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Held> _held = new(StringComparer.Ordinal);
    private SecurityEvents? _events;
    private ITimer? _timer;

    /// <summary>Secrets of any source.</summary>
    /// <param name="read">The present text of a name, <see langword="null"/> where there is none: <c>name => configuration["Secrets:" + name]</c>. Called from any thread.</param>
    /// <param name="options">How often is looked, and when is reminded.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="CksConfigurationException">CKS109: an option is out of range.</exception>
    public SecretSource(Func<string, string?> read, SecretSourceOptions? options = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        (_read, _options, _clock) = (read, options ?? new(), clock ?? TimeProvider.System);
        if (_options.Interval < TimeSpan.FromSeconds(1) || _options.RemindBefore < TimeSpan.Zero || _options.RotateAfter <= _options.RemindBefore)
            throw new CksConfigurationException(CksCodes.InvalidSetting, nameof(SecretSourceOptions), "An interval is out of range.", "Look every second at most, and remind before the age of rotation.");
    }

    /// <summary>Secrets in files, a name each, as platforms mount them.</summary>
    /// <param name="folder">Full path of the folder.</param>
    /// <param name="options">How often is looked, and when is reminded.</param>
    /// <param name="clock">The clock.</param>
    public static SecretSource Files(string folder, SecretSourceOptions? options = null, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new(name => Path.Combine(folder, name) is var path && File.Exists(path) ? File.ReadAllText(path) : null, options, clock);
    }

    /// <summary>A secret of bytes, which stand there as base64: a pepper, the key of cursors or of a copy on disk. The same one for each call with a name.</summary>
    /// <param name="name">Its name: letters, digits and <c>. _ -</c>.</param>
    /// <param name="shortest">Fewest bytes that it may have.</param>
    /// <exception cref="CksConfigurationException">CKS109: it is not there, not base64 or shorter; the message names it and not what it is.</exception>
    public Secret<byte[]> Bytes(string name, int shortest = 32) => Get(name, text => Decoded(text) is { } bytes && bytes.Length >= shortest ? bytes : null, $"base64 of {shortest} bytes or more", Equal);

    /// <summary>A secret of text, such as that of a webhook. The same one for each call with a name.</summary>
    /// <inheritdoc cref="Bytes" path="/param[@name='name']"/>
    /// <exception cref="CksConfigurationException">CKS109: it is not there or blank.</exception>
    public Secret<string> Text(string name) => Get(name, text => text, "a text", (one, other) => one == other);

    /// <summary>Begins to look for changes and to remind, until this is disposed of. <c>AddCksSecrets</c> calls it when the host starts.</summary>
    /// <param name="events">Takes <c>secrets.rotated</c>, <c>secrets.refused</c> and <c>secrets.due</c>.</param>
    public void Watch(SecurityEvents events)
    {
        ArgumentNullException.ThrowIfNull(events);
        lock (_gate)
        {
            _events = events;
            using (ExecutionContext.SuppressFlow())
                _timer ??= _clock.CreateTimer(_ => Look(), null, TimeSpan.Zero, _options.Interval);
        }
    }

    /// <summary>Reads the source again, now. What is not there any more or unusable stays as it is, and is reported.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            foreach (var held in _held.Values)
            {
                held.Refresh();
                Remind(held);
            }
        }
    }

    // Of a timer: what comes through here ends the process.
    private void Look()
    {
        try
        {
            Refresh();
        }
        catch (Exception e)
        {
            Volatile.Read(ref _events)?.Report(SecurityEventKinds.SecretRefused, $"the look at the source broke ({e.GetType().Name}); secrets stay");
        }
    }

    /// <summary>Ends the looking. Secrets stay as they are.</summary>
    public void Dispose() => _timer?.Dispose();

    private Secret<T> Get<T>(string name, Func<string, T?> parse, string form, Func<T, T, bool> equal)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        // It becomes the name of a file.
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') || name.StartsWith('.'))
            throw new ArgumentException("The name of a secret is letters, digits, '.', '_' and '-'.", nameof(name));
        lock (_gate)
        {
            if (_held.TryGetValue(name, out var known))
                return known is Held<T> same ? same.Secret : throw new ArgumentException("The secret is asked for as bytes and as text.", nameof(name));
            if (Read(name, parse) is not { } versions)
                throw new CksConfigurationException(CksCodes.InvalidSetting, name, "The secret is not there, or it or its previous version is unusable.", $"Write {form} where the secrets come from.");
            var held = new Held<T>(name, versions, () => Read(name, parse), equal, () => _events, _clock);
            _held[name] = held;
            return held.Secret;
        }
    }

    private (T Current, T? Previous)? Read<T>(string name, Func<string, T?> parse)
        where T : class
    {
        // Blank is not there: that is how a platform that cannot take away says so.
        if (Trimmed(name) is not { } current || parse(current) is not { } value)
            return null;
        return Trimmed(name + PreviousSuffix) is not { } previous ? (value, null) : parse(previous) is { } before ? (value, before) : null;
    }

    // A file ends in a line feed that belongs to no secret.
    private string? Trimmed(string name) => _read(name)?.Trim() is { Length: > 0 } text ? text : null;

    private void Remind(Held held)
    {
        var now = _clock.GetUtcNow();
        if (now - held.RemindedAt < ReminderInterval)
            return;
        try
        {
            if (Trimmed(held.Name + SinceSuffix) is not { } text)
                return;
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var since))
                _events?.Report(SecurityEventKinds.SecretRefused, $"{held.Name}{SinceSuffix} is not a day such as 2026-12-01");
            else if (now - since >= _options.RotateAfter - _options.RemindBefore)
                _events?.Report(SecurityEventKinds.SecretDue, $"{held.Name} is to be rotated {(since < DateTimeOffset.MaxValue - _options.RotateAfter ? since + _options.RotateAfter : since):yyyy-MM-dd}");
            else
                return;
            held.RemindedAt = now;
        }
        catch (Exception e)
        {
            // A source breaks in ways of its own, and this is a timer's.
            _events?.Report(SecurityEventKinds.SecretRefused, $"{held.Name}{SinceSuffix} cannot be read ({e.GetType().Name}); nobody is reminded");
            held.RemindedAt = now;
        }
    }

    private static byte[]? Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private static bool Equal(byte[] one, byte[] other) => CryptographicOperations.FixedTimeEquals(one, other);

    private abstract class Held(string name)
    {
        public string Name => name;

        public DateTimeOffset RemindedAt { get; set; } = DateTimeOffset.MinValue;

        public abstract void Refresh();
    }

    private sealed class Held<T> : Held
        where T : class
    {
        private readonly Func<(T Current, T? Previous)?> _read;
        private readonly Func<T, T, bool> _equal;
        private readonly Func<SecurityEvents?> _events;
        private bool _isRefused;

        public Held(string name, (T Current, T? Previous) versions, Func<(T Current, T? Previous)?> read, Func<T, T, bool> equal, Func<SecurityEvents?> events, TimeProvider clock)
            : base(name)
        {
            (Secret, _read, _equal, _events) = (new(versions.Current, clock), read, equal, events);
            Secret.Replace(versions.Current, versions.Previous);
        }

        public Secret<T> Secret { get; }

        public override void Refresh()
        {
            (T Current, T? Previous)? read = null;
            try
            {
                read = _read();
            }
            catch (Exception)
            {
                // A source that breaks in a way of its own is one that cannot be read.
            }

            if (read is not { } versions)
            {
                if (!_isRefused)
                    _events()?.Report(SecurityEventKinds.SecretRefused, $"{Name} cannot be read again, or is unusable; its versions stay");
                _isRefused = true;
                return;
            }

            _isRefused = false;
            var live = Secret.RevealAccepted();
            if (_equal(live[0], versions.Current) && (live.Count > 1 ? versions.Previous is not null && _equal(live[1], versions.Previous) : versions.Previous is null))
                return;
            Secret.Replace(versions.Current, versions.Previous);
            _events()?.Report(SecurityEventKinds.SecretRotated, $"{Name}, {(versions.Previous is null ? "one version" : "two versions")}");
        }
    }
}
