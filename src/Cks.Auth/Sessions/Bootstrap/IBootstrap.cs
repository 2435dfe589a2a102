namespace Cks.Auth;

/// <summary>What an application calls when its records of people change.</summary>
public interface IBootstrap
{
    /// <summary>
    /// Says that the record of a person changed (archived, suspended, another role): call it once that is committed. This host and every one that hears of it read the record again before they answer the next request, and
    /// ask again about open streams at once; without a change bus within <see cref="CksBootstrapOptions.CacheLifetime"/>.
    /// </summary>
    ValueTask PersonChangedAsync(string issuer, string subject, CancellationToken cancellationToken = default);
}
