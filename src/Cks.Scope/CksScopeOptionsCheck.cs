using System.Security.Cryptography;
using Cks.Core;
using Microsoft.Extensions.Options;

namespace Cks.Scope;

/// <summary>Refuses a key that could be guessed.</summary>
internal sealed class CksScopeOptionsCheck : IValidateOptions<CksScopeOptions>
{
    /// <summary>Throws <see cref="CksConfigurationException"/> itself, because an options failure has no place for code and fix.</summary>
    public ValidateOptionsResult Validate(string? name, CksScopeOptions options) => options.CursorKey is { Length: >= HMACSHA256.HashSizeInBytes } && (options.CursorSecret?.RevealAccepted().All(v => v.Length >= HMACSHA256.HashSizeInBytes) ?? true)
        ? ValidateOptionsResult.Success
        : throw new CksConfigurationException(CksCodes.InvalidSetting, nameof(CksScopeOptions), $"{nameof(options.CursorKey)} is too short.", "Use 32 random bytes or more, or leave it out.");
}
