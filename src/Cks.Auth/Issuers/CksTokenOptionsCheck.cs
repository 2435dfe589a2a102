using Cks.Core;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>Refuses a set-up that could not work or would not be safe, with all findings at once.</summary>
internal sealed class CksTokenOptionsCheck : IValidateOptions<CksTokenOptions>
{
    /// <summary>Throws <see cref="CksConfigurationException"/> itself, because an options failure has no place for code and fix.</summary>
    public ValidateOptionsResult Validate(string? name, CksTokenOptions options)
    {
        var findings = new DiagnosticBag();
        var limits = SourceLocation.Whole(nameof(CksTokenOptions));
        if (options.Issuers.Count == 0)
            findings.Add(CksCodes.InvalidSetting, limits, "No token issuer is configured.", "Call AddOidc(\"https://your.issuer\", audience: \"your-api\").");
        Range(options.MaxTokenLength is >= 512 and <= 65_536, nameof(options.MaxTokenLength), "512 to 65,536 characters");
        Range(options.TokenCacheSize is >= 0 and <= 1024 * 1024, nameof(options.TokenCacheSize), "0 to 1,048,576 tokens");
        Range(Ranges.Holds(options.TokenCacheLifetime, TimeSpan.Zero, TimeSpan.FromMinutes(5)), nameof(options.TokenCacheLifetime), "0 to 5 minutes");
        Range(Ranges.Holds(options.KeyLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(366)), nameof(options.KeyLifetime), "1 minute to 366 days");
        Range(Ranges.Holds(options.KeyCooldown, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), nameof(options.KeyCooldown), "1 second to 1 day");
        Range(Ranges.Holds(options.KeyHardLimit, options.KeyLifetime, TimeSpan.FromDays(366)), nameof(options.KeyHardLimit), "KeyLifetime to 366 days");
        IssuerCheck.Check([.. options.Issuers], findings);
        findings.ThrowIfErrors();
        return ValidateOptionsResult.Success;

        void Range(bool inside, string option, string range)
        {
            if (!inside)
                findings.Add(CksCodes.InvalidSetting, limits, $"{option} is out of range.", $"Use {range}.");
        }
    }
}
