using Cks.Core;
using Microsoft.Extensions.Options;

namespace Cks.Storage;

/// <summary>Refuses an interval that would be none or for ever.</summary>
internal sealed class CksStorageOptionsCheck : IValidateOptions<CksStorageOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, CksStorageOptions options) =>
        options.PollInterval >= Shortest && options.PollInterval <= Longest
            ? ValidateOptionsResult.Success
            : throw new CksConfigurationException(CksCodes.InvalidSetting, nameof(CksStorageOptions), "PollInterval is out of range.", "Use 10 milliseconds to 1 minute.");
}
