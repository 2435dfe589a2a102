using Cks.Core;
using Microsoft.Extensions.Options;

namespace Cks.Rbac;

internal sealed class CksRbacOptionsCheck : IValidateOptions<CksRbacOptions>
{
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(1);

    /// <summary>Throws <see cref="CksConfigurationException"/> itself, because an options failure has no place for code and fix.</summary>
    public ValidateOptionsResult Validate(string? name, CksRbacOptions options)
    {
        var findings = new DiagnosticBag();
        if (options.RememberedSubjects is < 4 or > CksRbacOptions.MostRemembered)
            Add($"{nameof(options.RememberedSubjects)} is {options.RememberedSubjects}.", $"Use 4 to {CksRbacOptions.MostRemembered}.");
        if (options.CacheLifetime < ShortestLifetime || options.CacheLifetime > CksRbacOptions.LongestLifetime)
            Add($"{nameof(options.CacheLifetime)} is {options.CacheLifetime}.", "Use 1 to 60 seconds.");
        findings.ThrowIfErrors();
        return ValidateOptionsResult.Success;

        void Add(string message, string fix) => findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(nameof(CksRbacOptions)), message, fix);
    }
}
