using System.Security.Cryptography;
using Cks.Core;
using Microsoft.Extensions.Options;

namespace Cks.Scope;

/// <summary>Refuses a key that could be guessed, and a budget with which nothing could be read.</summary>
internal sealed class CksScopeOptionsCheck : IValidateOptions<CksScopeOptions>
{
    /// <summary>Throws <see cref="CksConfigurationException"/> itself, because an options failure has no place for code and fix.</summary>
    public ValidateOptionsResult Validate(string? name, CksScopeOptions options) => options switch
    {
        { CursorKey: not { Length: >= HMACSHA256.HashSizeInBytes } } => throw Mistake($"{nameof(options.CursorKey)} is too short.", "Use 32 random bytes or more, or leave it out."),
        { CursorSecret: { } secret } when secret.RevealAccepted().Any(v => v.Length < HMACSHA256.HashSizeInBytes) => throw Mistake($"{nameof(options.CursorSecret)} is too short.", "Use 32 random bytes or more, or leave it out."),
        { Budget: null or { MaxRows: < 0 } } => throw Mistake($"{nameof(options.Budget)} is missing, or its number of rows is negative.", "Leave it out, or set MaxRows to null or to 0 and more."),
        { Budget.StatementTimeout.Ticks: <= 0 } => throw Mistake($"{nameof(options.Budget)} gives a statement no time.", "Set StatementTimeout to more than zero, or leave it out."),
        _ => ValidateOptionsResult.Success,
    };

    private static CksConfigurationException Mistake(string message, string fix) => new(CksCodes.InvalidSetting, nameof(CksScopeOptions), message, fix);
}
