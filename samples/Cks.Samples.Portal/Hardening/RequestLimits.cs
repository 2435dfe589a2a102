using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Cks.Auth.AspNetCore;

namespace Cks.Samples.Portal.Hardening;

/// <summary>
/// How often somebody may ask: a person, however many tokens and addresses they have; an API key by itself, so that a program takes nothing from its owner; whoever is nobody, by address. What a caller merely
/// says of itself, such as the token that was refused, makes no limit of its own. There are as many limits as people and keys at most, and <see cref="Buckets"/> for addresses (S30); those that are not in use are dropped.
/// </summary>
internal static class RequestLimits
{
    /// <summary>Addresses share this many limits. Which of them share one is not foreseeable.</summary>
    public const int Buckets = 4_096;

    private const int NetworkBytes = 8;

    public static void AddRequestLimits(this IServiceCollection services, HardeningSettings settings) => services.AddRateLimiter(o =>
    {
        var (person, apiKey, address) = (Options(settings.BySubject), Options(settings.ByKey), Options(settings.ByAddress));
        o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, LimitKey>(context =>
        {
            var key = KeyOf(context);
            return RateLimitPartition.GetTokenBucketLimiter(key, key.ApiKey is not null ? _ => apiKey : key.Subject is null ? _ => address : _ => person);
        });
        o.OnRejected = (context, _) => new(RefuseAsync(context.HttpContext, context.Lease));
    });

    /// <summary>Whose limit a request counts against. Asked after authentication.</summary>
    public static LimitKey KeyOf(HttpContext context) => context.Features.Get<ICksSessionFeature>() is { Session: var session, ApiKey: var key }
        ? new(session.Issuer, session.Subject, key?.Id, 0)
        : new(null, null, null, BucketOf(context.Connection.RemoteIpAddress));

    /// <summary>The limit of an address. Who has an address of version 6 has a whole network of them, so that is what counts.</summary>
    public static int BucketOf(IPAddress? address)
    {
        if (address is null)
            return 0;
        Span<byte> bytes = stackalloc byte[16];
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(bytes, out var length);
        var hash = default(HashCode); // seeded anew by each process
        hash.AddBytes(bytes[..(plain.AddressFamily == AddressFamily.InterNetworkV6 ? NetworkBytes : length)]);
        return (int)((uint)hash.ToHashCode() % Buckets);
    }

    private static TokenBucketRateLimiterOptions Options(RequestLimit limit) => new()
    {
        TokenLimit = limit.Burst,
        TokensPerPeriod = limit.PerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    };

    private static Task RefuseAsync(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Problem(
            title: "Too many requests",
            detail: "Wait as long as Retry-After says.",
            statusCode: StatusCodes.Status429TooManyRequests,
            extensions: new Dictionary<string, object?> { ["reason"] = "rate_limited" }).ExecuteAsync(context);
    }
}

/// <summary>A person, a key of theirs, or a bucket of addresses.</summary>
internal readonly record struct LimitKey(string? Issuer, string? Subject, string? ApiKey, int Bucket);
