namespace Cks.Auth;

/// <summary>The call to the provider's token endpoint, with the application's own client and credentials.</summary>
public interface IRefreshExchange
{
    /// <summary>Exchanges <see cref="RefreshRequest.RefreshToken"/> once. Whatever it throws goes to all who wait for this exchange, and is not remembered.</summary>
    /// <param name="request">What to ask for.</param>
    /// <param name="cancellationToken">Cancelled when the exchange takes too long; never because a caller gave up.</param>
    ValueTask<RefreshedTokens> ExchangeAsync(RefreshRequest request, CancellationToken cancellationToken = default);
}
