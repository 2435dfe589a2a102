using Cks.Core;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>Refuses times that could not work or would not be safe, all at once.</summary>
internal sealed class RevocationOptionsCheck : IValidateOptions<RevocationOptions>
{
    public ValidateOptionsResult Validate(string? name, RevocationOptions options)
    {
        var findings = new DiagnosticBag();
        Range(options.SessionLifetime, nameof(options.SessionLifetime), TimeSpan.FromHours(1), TimeSpan.FromDays(400), "1 hour to 400 days");
        Range(options.PullInterval, nameof(options.PullInterval), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "1 second to 1 hour");
        Range(options.MaxStaleness, nameof(options.MaxStaleness), options.PullInterval + TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), "more than PullInterval and up to 1 day");
        Range(options.StartupWait, nameof(options.StartupWait), TimeSpan.Zero, TimeSpan.FromMinutes(10), "0 to 10 minutes");
        findings.ThrowIfErrors();
        return ValidateOptionsResult.Success;

        void Range(TimeSpan value, string option, TimeSpan least, TimeSpan most, string range)
        {
            if (!Ranges.Holds(value, least, most))
                findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(nameof(RevocationOptions)), $"{option} is out of range.", $"Use {range}.");
        }
    }
}
