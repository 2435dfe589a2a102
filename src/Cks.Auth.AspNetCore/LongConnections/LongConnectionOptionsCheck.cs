using Cks.Core;
using Microsoft.Extensions.Options;

namespace Cks.Auth.AspNetCore;

/// <summary>Holds the bound of S10: a connection is stale for one cache lifetime at most.</summary>
internal sealed class LongConnectionOptionsCheck : IValidateOptions<LongConnectionOptions>
{
    public ValidateOptionsResult Validate(string? name, LongConnectionOptions options) =>
        options.RevalidateEvery >= TimeSpan.FromSeconds(1) && options.RevalidateEvery <= TimeSpan.FromSeconds(60)
            ? ValidateOptionsResult.Success
            : throw new CksConfigurationException(CksCodes.InvalidSetting, nameof(LongConnectionOptions), "RevalidateEvery is out of range.", "Use 1 to 60 seconds.");
}
