using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>Refuses what could not work or would not be safe, all at once.</summary>
internal sealed class CksApiKeyOptionsCheck(IServiceProviderIsService services) : IValidateOptions<CksApiKeyOptions>
{
    private const int ShortestPepper = 32;

    public ValidateOptionsResult Validate(string? name, CksApiKeyOptions options)
    {
        var findings = new DiagnosticBag();
        void Range(bool holds, string option, string range)
        {
            if (!holds)
                findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(nameof(CksApiKeyOptions)), $"{option} is out of range.", $"Use {range}.");
        }

        Range(Ranges.Holds(options.MaxLifetime, TimeSpan.FromHours(1), CksApiKeyOptions.LongestLifetime), nameof(options.MaxLifetime), "1 hour to 800 days");
        Range(Ranges.Holds(options.MaxOverlap, TimeSpan.Zero, TimeSpan.FromDays(90)), nameof(options.MaxOverlap), "0 to 90 days");
        Range(Ranges.Holds(options.KeepEnded, TimeSpan.Zero, TimeSpan.FromDays(3650)), nameof(options.KeepEnded), "0 to 3,650 days");
        Range(Ranges.Holds(options.CacheLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)), nameof(options.CacheLifetime), "1 to 60 seconds");
        Range(options.MostKeys is >= 1 and <= 1_000, nameof(options.MostKeys), "1 to 1,000");
        Range(options.Remembered is >= 16 and <= 1_000_000, nameof(options.Remembered), "16 to 1,000,000");
        Range(options.MaxFailures is >= 1 and <= 10_000, nameof(options.MaxFailures), "1 to 10,000");
        Range(options.MaxUnknown is >= 1 and <= 100_000, nameof(options.MaxUnknown), "1 to 100,000");
        var versions = options.Pepper?.RevealAccepted() ?? [];
        if (versions.Count == 0 || versions.Any(v => v.Length < ShortestPepper))
            findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(nameof(CksApiKeyOptions)), "There is no pepper, or a short one.", "Set Pepper to a Secret<byte[]> of 32 random bytes from a secret store.");
        if (!services.IsService(typeof(IApiKeyOwnerResolver)))
            findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(nameof(IApiKeyOwnerResolver)), "Nothing says who the owner of an API key is now.", "Register one: services.AddScoped<IApiKeyOwnerResolver, YourResolver>().");
        findings.ThrowIfErrors();
        return ValidateOptionsResult.Success;
    }
}
