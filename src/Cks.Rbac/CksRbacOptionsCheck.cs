using Cks.Core;
using Microsoft.Extensions.Options;

namespace Cks.Rbac;

internal sealed class CksRbacOptionsCheck : IValidateOptions<CksRbacOptions>
{
    /// <summary>Throws <see cref="CksConfigurationException"/> itself, because an options failure has no place for code and fix.</summary>
    public ValidateOptionsResult Validate(string? name, CksRbacOptions options) => options.RememberedSubjects is >= 4 and <= CksRbacOptions.MostRemembered
        ? ValidateOptionsResult.Success
        : throw new CksConfigurationException(
            CksCodes.InvalidSetting, nameof(CksRbacOptions), $"{nameof(options.RememberedSubjects)} is {options.RememberedSubjects}.", $"Use 4 to {CksRbacOptions.MostRemembered}.");
}
