namespace Cks.Auth;

/// <summary>Checks API keys that callers present.</summary>
public interface IApiKeyCheck
{
    /// <summary>
    /// Whether it is a key that may be used now, from there, and who acts by it. A key that is remembered asks neither the store nor the owner's record, and neither does one with a wrong checksum; all else of it is checked each
    /// time. A store that is down throws, and is neither a refusal nor a permission.
    /// </summary>
    /// <param name="text">The key as it was presented; whatever it is, it makes no exception.</param>
    /// <param name="presentation">How it was presented.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<ApiKeyOutcome> CheckAsync(ReadOnlyMemory<char> text, ApiKeyPresentation presentation, CancellationToken cancellationToken = default);
}
