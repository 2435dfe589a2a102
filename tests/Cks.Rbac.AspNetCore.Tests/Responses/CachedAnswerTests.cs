using Cks.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore.Tests.Responses;

public sealed class CachedAnswerTests
{
    private static readonly string Clerk = GuardHost.Session("clerk");
    private static readonly string Boss = GuardHost.Session("boss");

    [Fact]
    public async Task S06_An_answer_that_the_application_calls_public_is_kept_for_nobody_else()
    {
        await using var host = await Shop.StartAsync(
            app =>
            {
                app.UseResponseCaching();
                app.MapGet("/masked", (HttpResponse response) => Public(response, Shop.One)).RequireCaps("orders:view").WithFieldMask<Order>();
                app.MapGet("/rows", (HttpResponse response) => Public(response, new[] { Shop.Two })).RequireCaps("orders:view").WithRowCapabilities<Order>("orders:cancel");
                app.MapGet("/problem", (HttpResponse response) => Public(response, Results.Problem("secret of " + response.HttpContext.User.FindFirst(CksClaimTypes.Role)!.Value))).RequireCaps("orders:view").WithFieldMask<Order>();
                app.MapControllers();
            },
            b =>
            {
                b.Services.AddResponseCaching();
                OnlyShop.AddTo(b);
            });

        foreach (var (path, mine) in new[] { ("/masked", "price"), ("/rows", "\"orders:cancel\":true"), ("/problem", "boss"), ("/mvc/orders/public", "price") })
        {
            Assert.Contains(mine, (await host.TextAsync(path, Boss)).Body, StringComparison.Ordinal);
            using var other = await host.SendAsync(path, Clerk);
            Assert.DoesNotContain(mine, await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Equal("no-cache, private", other.Headers.CacheControl!.ToString());
            Assert.Equal(["Authorization", "Cookie"], other.Headers.Vary);
        }

        static T Public<T>(HttpResponse response, T value)
        {
            response.Headers.CacheControl = "public, max-age=60";
            return value;
        }
    }

    [Fact]
    public async Task S06_No_output_cache_keeps_a_masked_answer_even_before_authentication()
    {
        await using var host = await Shop.StartAsync(
            app =>
            {
                app.UseOutputCache();
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapGet("/masked", () => Shop.One).RequireCaps("orders:view").WithFieldMask<Order>().CacheOutput();
                app.MapGet("/own", () => Shop.One).RequireCaps("orders:view").WithFieldMask<Order>().CacheOutput(p => p.AddPolicy<Always>(), excludeDefaultPolicy: true);
                app.MapCksPermissions("/permissions").CacheOutput(p => p.AddPolicy<Always>(), excludeDefaultPolicy: true);
                app.MapControllers();
            },
            b =>
            {
                b.Services.AddOutputCache(o => o.AddBasePolicy(p => p.Cache()));
                OnlyShop.AddTo(b);
            });

        foreach (var (path, mine) in new[] { ("/masked", "price"), ("/own", "price"), ("/permissions", "\"orders:cancel\":\"yes\""), ("/mvc/orders/value", "price") })
        {
            Assert.Contains(mine, (await host.TextAsync(path, Boss)).Body, StringComparison.Ordinal);
            var (status, body) = await host.TextAsync(path, Clerk);
            Assert.Equal(200, status);
            Assert.DoesNotContain(mine, body, StringComparison.Ordinal);
            Assert.Equal(401, (await host.RefusalAsync(path, null)).Status);
        }
    }

    [Fact]
    public async Task What_the_application_never_stores_stays_so()
    {
        await using var host = await Shop.StartAsync(app => app.MapGet("/", (HttpResponse response) =>
        {
            response.Headers.CacheControl = "no-store";
            return Shop.One;
        }).RequireCaps("orders:view").WithFieldMask<Order>());

        using var response = await host.SendAsync("/", Clerk);

        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    /// <summary>Keeps every answer for everybody.</summary>
    private sealed class Always : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellationToken)
        {
            (context.EnableOutputCaching, context.AllowCacheLookup, context.AllowCacheStorage, context.AllowLocking) = (true, true, true, true);
            return ValueTask.CompletedTask;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
