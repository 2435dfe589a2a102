using System.Globalization;
using Cks.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Whether guards are only computed for now (S19). Decided once at the start, and then it can only end: what is not a good reason for a shadow enforces, whoever else notices.
/// </summary>
internal sealed class ShadowMode : IDisposable
{
    /// <summary>How far ahead the end may lie.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    // A timer cannot wait longer than 49 days, and a clock that is set is noticed within this.
    private static readonly TimeSpan Look = TimeSpan.FromHours(1);

    private readonly CksGuardOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<ShadowMode> _log;
    private readonly DiagnosticBag _mistakes = new();
    private readonly ITimer? _timer;
    private volatile bool _isOn;
    private Action? _ended;

    public ShadowMode(IOptions<CksGuardOptions> options, TimeProvider clock, IHostEnvironment host, ILogger<ShadowMode> log, IConfiguration? configuration = null)
    {
        (_options, _clock, _log) = (new() { Enforcement = options.Value.Enforcement, Until = options.Value.Until }, clock, log);
        FindMistakes(IsDevelopment(host, configuration));
        if (_options.Enforcement != Enforcement.Shadow || _mistakes.Count > 0)
            return;
        _isOn = true;
        if (_options.Until is null)
            return;
        _timer = clock.CreateTimer(_ => LookAgain(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        LookAgain();
    }

    /// <summary>Whether the application's rules decide now.</summary>
    public bool IsOn => _isOn && (_options.Until is not { } until || _clock.GetUtcNow() < until || End());

    /// <summary>Whether a shadow was asked for, on or over.</summary>
    public bool IsWanted => _options.Enforcement == Enforcement.Shadow;

    /// <summary>Adds what is wrong with the settings, and says in the log what counts from now on.</summary>
    public void Start(DiagnosticBag findings)
    {
        foreach (var mistake in _mistakes)
            findings.Add(mistake);
        if (_mistakes.Count == 0 && IsOn)
            GuardLog.Shadowing(_log, Text(_options.Until));
    }

    /// <summary>Calls back once when a shadow ends while the host runs.</summary>
    public void OnEnd(Action callback)
    {
        if (_isOn)
            _ended += callback;
    }

    public void Dispose() => _timer?.Dispose();

    private void FindMistakes(bool isDevelopment)
    {
        var where = SourceLocation.Whole("AddCksGuards");
        if (!Enum.IsDefined(_options.Enforcement))
            _mistakes.Add(CksCodes.InvalidSetting, where, $"Enforcement is {(int)_options.Enforcement}.", "Set Enforce or Shadow.");
        if (_options.Enforcement != Enforcement.Shadow)
            return;
        if (_options.Until is null && !isDevelopment)
            _mistakes.Add(CksCodes.DevelopmentOnly, where, "Enforcement is Shadow without Until, which is for an environment named exactly Development.", "Set Until to the day on which the guards decide, 90 days ahead at most.");
        if (_options.Until - _clock.GetUtcNow() > Longest)
            _mistakes.Add(CksCodes.DevelopmentOnly, where, $"Until is {Text(_options.Until)}, more than 90 days ahead.", "Set an earlier day; move it later if the disagreements are not mended by then.");
    }

    // The exact name, set where the host was started and not by a line of code.
    private static bool IsDevelopment(IHostEnvironment host, IConfiguration? configuration) =>
        host.EnvironmentName == Environments.Development && configuration?[HostDefaults.EnvironmentKey] == Environments.Development;

    private void LookAgain()
    {
        if (!IsOn)
            return;
        var left = _options.Until!.Value - _clock.GetUtcNow();
        _timer!.Change(left <= TimeSpan.Zero ? TimeSpan.Zero : left < Look ? left : Look, Timeout.InfiniteTimeSpan);
    }

    // Never on again, even where the clock is set back. Of several that notice one says so.
    private bool End()
    {
        lock (_mistakes)
        {
            if (!_isOn)
                return false;
            _isOn = false;
        }

        GuardLog.ShadowOver(_log, Text(_options.Until));
        _ended?.Invoke();
        return false;
    }

    private static string Text(DateTimeOffset? moment) => moment?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "the host ends";
}
