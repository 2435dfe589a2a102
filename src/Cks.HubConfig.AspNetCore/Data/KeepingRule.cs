using Cks.Rbac;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cks.HubConfig.AspNetCore;

/// <summary>How long the browser of whoever asks may keep an answer.</summary>
/// <param name="Rule">What their hub says of the path.</param>
/// <param name="Until">When their view ends: what they may do can be another then (S06).</param>
internal sealed record KeepingRule(HubCacheRule Rule, DateTimeOffset Until)
{
    /// <summary>The rule for a request; <see langword="null"/> where nothing may be kept.</summary>
    public static async ValueTask<KeepingRule?> OfAsync(HttpContext context)
    {
        var request = context.Request;
        if ((!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) || !IsToldApart(request)
            || await CallerView.FindAsync(context).ConfigureAwait(false) is not { } caller || !IsPlain(caller.Context))
            return null;
        // Where a path has several names the shortest time counts.
        var rules = caller.View.Caching.Where(c => caller.View.Endpoints[c.Key].Value == request.Path.Value).Select(c => c.Value);
        return rules.MinBy(r => r.Ttl) is { } rule ? new(rule, caller.View.Until) : null;
    }

    /// <summary>Whether what is answered to somebody may be kept at all.</summary>
    public static bool MayKeep(HttpRequest request, DecisionContext context) => IsToldApart(request) && IsPlain(context);

    /// <summary>What to say with an answer that is kept by the rule; <see langword="null"/> where it is not kept.</summary>
    /// <param name="written">What the application has said of it. The rule only shortens that.</param>
    /// <param name="now">The moment.</param>
    public CacheControlHeaderValue? Within(CacheControlHeaderValue written, DateTimeOffset now)
    {
        var left = Seconds(Until - now);
        var age = Math.Min(Math.Min(Seconds(Rule.Ttl), left), Seconds(written.MaxAge ?? TimeSpan.MaxValue));
        if (age <= 0 || written.NoCache)
            return null;
        var kept = new CacheControlHeaderValue { Private = true, MaxAge = TimeSpan.FromSeconds(age), MustRevalidate = written.MustRevalidate };
        var stale = Math.Min(age, left - age);
        if (Rule.StaleWhileRevalidate && !written.MustRevalidate && stale > 0)
            kept.Extensions.Add(new("stale-while-revalidate", $"{stale}"));
        return kept;
    }

    // By the headers of which the answer says that it depends on them: a key in another header is not seen by the cache.
    private static bool IsToldApart(HttpRequest request) => request.Headers.Authorization.Count > 0 || request.Headers.Cookie.Count > 0;

    // What is answered to a key, a borrowed or a stepped-up session never fills the memory of the plain one (S06).
    private static bool IsPlain(DecisionContext context) => context is { Credential: "", CredentialCapabilities: null, Actor: "", SteppedUpAt: null };

    private static long Seconds(TimeSpan time) => (long)Math.Floor(time.TotalSeconds);
}
