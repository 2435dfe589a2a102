using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Rewrite;
using Microsoft.AspNetCore.Routing;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>A request that is routed a second time is guarded a second time, or fails: what let the first endpoint pass says nothing of the second.</summary>
public sealed class RunAgainTests
{
    private static readonly string?[] Anybody = [null, GuardHost.Session("reader"), GuardHost.Session("stranger")];

    [Fact]
    public async Task A_rewritten_path_never_runs_an_endpoint_without_its_guard()
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.UseRewriter(new RewriteOptions().AddRewrite("^old$", "new", skipRemainingRules: true));
            app.MapGet("/new", () => "for writers").RequireCaps("notes:create");
            app.MapFallback(() => "page").AllowAnonymous();
        });

        foreach (var session in Anybody)
            Assert.DoesNotContain("for writers", (await host.TextAsync("/old", session)).Body, StringComparison.Ordinal);
        Assert.Equal((200, "page"), await host.TextAsync("/other", null));
        Assert.Equal((200, "for writers"), await host.TextAsync("/new", GuardHost.Session("writer")));
    }

    [Fact]
    public async Task A_page_of_statuses_never_runs_without_its_guard()
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.UseStatusCodePagesWithReExecute("/status");
            app.MapGet("/missing", () => Results.NotFound()).AllowAnonymous();
            app.MapGet("/status", () => "for writers").RequireCaps("notes:create");
        });

        foreach (var session in Anybody)
            Assert.DoesNotContain("for writers", (await host.TextAsync("/missing", session)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_errors_never_runs_without_its_guard()
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.UseExceptionHandler("/error");
            app.MapGet("/broken", string () => throw new InvalidOperationException("broken")).RequireCaps("notes:view");
            app.Map("/error", () => "for writers").RequireCaps("notes:create");
        });

        foreach (var session in Anybody)
            Assert.DoesNotContain("for writers", (await host.TextAsync("/broken", session)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_middleware_behind_what_runs_again_the_guard_of_the_second_decides()
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.UseStatusCodePagesWithReExecute("/status");
            app.UseRouting();
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/missing", () => Results.NotFound()).AllowAnonymous();
            app.MapGet("/status", () => "for writers").RequireCaps("notes:create");
        });

        Assert.Equal((404, "for writers"), await host.TextAsync("/missing", GuardHost.Session("writer")));
        Assert.NotEqual("for writers", (await host.TextAsync("/missing", GuardHost.Session("reader"))).Body);
        Assert.NotEqual("for writers", (await host.TextAsync("/missing", null)).Body);
    }

    [Fact]
    public async Task A_page_for_everybody_runs_again_whatever_its_group_says()
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.UseExceptionHandler("/pages/error");
            app.MapGet("/broken", string () => throw new InvalidOperationException("broken")).RequireCaps("notes:view");
            app.MapGroup("/pages").RequireAuthorization().Map("/error", () => "sorry").AllowAnonymous();
        });

        Assert.Equal((500, "sorry"), await host.TextAsync("/broken", GuardHost.Session("reader")));
    }

    [Fact]
    public async Task An_endpoint_that_a_middleware_puts_in_place_of_another_is_guarded_or_fails()
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.Use((context, next) =>
            {
                if (context.Request.Query.ContainsKey("swap"))
                    context.SetEndpoint(app.Services.GetEndpoints().Single(e => e.DisplayName!.Contains("/swapped", StringComparison.Ordinal)));
                return next(context);
            });
            app.MapGet("/open", () => "open").AllowAnonymous();
            app.MapGet("/swapped", () => "for writers").RequireCaps("notes:create");
        });

        Assert.Equal((200, "open"), await host.TextAsync("/open", null));
        Assert.DoesNotContain("for writers", (await host.TextAsync("/open?swap", null)).Body, StringComparison.Ordinal);
    }
}

file static class Endpoints
{
    public static IEnumerable<Endpoint> GetEndpoints(this IServiceProvider services) => ((EndpointDataSource)services.GetService(typeof(EndpointDataSource))!).Endpoints;
}
