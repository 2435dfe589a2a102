using Cks.Core;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>Refuses limits that could not work or would not be safe, all at once.</summary>
internal sealed class CksSessionOptionsCheck(IOptions<RevocationOptions> revocation) : IValidateOptions<CksSessionOptions>
{
    public ValidateOptionsResult Validate(string? name, CksSessionOptions options)
    {
        var findings = new DiagnosticBag();
        void Hold(bool holds, string option, string range)
        {
            if (!holds)
                findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(nameof(CksSessionOptions)), $"{option} is out of range.", $"Use {range}.");
        }

        Hold(Ranges.Holds(options.TouchInterval, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)), nameof(options.TouchInterval), "1 to 60 seconds");
        Hold(options.Remembered is >= 16 and <= 1_000_000, nameof(options.Remembered), "16 to 1,000,000");
        Check(options.Limits, nameof(options.Limits));
        foreach (var (role, limits) in options.Roles)
            Check(limits, $"{nameof(options.Roles)}[{role}]");
        foreach (var (hub, limits) in options.Hubs)
            Check(limits, $"{nameof(options.Hubs)}[{hub}]");
        Hold(options.Hub is null || options.Hubs.ContainsKey(options.Hub), nameof(options.Hub), "a hub of Hubs, or nothing");
        findings.ThrowIfErrors();
        return ValidateOptionsResult.Success;

        void Check(SessionLimits limits, string option)
        {
            Hold(limits.Idle >= options.TouchInterval + options.TouchInterval, $"{option}.Idle", "at least twice the TouchInterval");
            // A session that has ended is remembered for so long, and no longer (S08).
            Hold(limits.Absolute >= limits.Idle && limits.Absolute <= revocation.Value.SessionLifetime, $"{option}.Absolute", "at least Idle and at most RevocationOptions.SessionLifetime");
        }
    }
}
