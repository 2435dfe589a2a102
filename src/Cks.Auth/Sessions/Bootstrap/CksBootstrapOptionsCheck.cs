using Cks.Core;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>Refuses a memory that would be none or for ever.</summary>
internal sealed class CksBootstrapOptionsCheck : IValidateOptions<CksBootstrapOptions>
{
    public ValidateOptionsResult Validate(string? name, CksBootstrapOptions options)
    {
        var findings = new DiagnosticBag();
        if (!Ranges.Holds(options.CacheLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)))
            findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(nameof(CksBootstrapOptions)), "CacheLifetime is out of range.", "Use 1 to 60 seconds.");
        if (options.Remembered is < 16 or > 1_000_000)
            findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(nameof(CksBootstrapOptions)), "Remembered is out of range.", "Use 16 to 1,000,000.");
        findings.ThrowIfErrors();
        return ValidateOptionsResult.Success;
    }
}
