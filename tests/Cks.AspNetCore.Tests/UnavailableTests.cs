using System.Net;
using System.Text.Json;
using Cks.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cks.AspNetCore.Tests;

public sealed class UnavailableTests
{
    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task What_an_endpoint_depends_on_is_down_and_the_answer_is_503(string environment)
    {
        await using var host = await StartAsync(environment);

        await AssertUnavailableAsync(host, "/database", null);
        await AssertUnavailableAsync(host, "/keys", null);
        await AssertUnavailableAsync(host, "/revocations", null);
        await AssertUnavailableAsync(host, "/time", null);
        await AssertUnavailableAsync(host, "/wrapped", null);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_session_store_that_is_down_is_503_and_never_a_refusal(string environment)
    {
        await using var host = await StartAsync(environment);

        await AssertUnavailableAsync(host, "/guarded", "down");
        Assert.Equal((200, "in"), await host.TextAsync("/guarded", "ann"));
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_key_endpoint_that_is_down_is_503_and_never_a_refusal(string environment)
    {
        await using var host = await StartAsync(environment);
        host.Issuer.IsDown = true;

        await AssertUnavailableAsync(host, "/guarded", "ann");
        Assert.Equal(401, (await host.TextAsync("/guarded", null)).Status);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Any_other_exception_stays_a_500(string environment)
    {
        await using var host = await StartAsync(environment);

        var (endpoint, session) = (await host.TextAsync("/bug", null), await host.TextAsync("/guarded", "bug"));

        Assert.Equal((500, 500), (endpoint.Status, session.Status));
        Assert.Equal(500, (await host.TextAsync("/twice", null)).Status);
        if (environment == "Production")
            Assert.DoesNotContain("hunter2", endpoint.Body + session.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task The_error_page_of_the_application_does_not_turn_it_into_a_500(string environment)
    {
        await using var host = await AppHost.StartAsync(environment: environment, map: app =>
        {
            app.UseExceptionHandler(e => e.Run(context => context.Response.WriteAsync("the page of the application")));
            app.MapGet("/database", string () => throw new BrokenDatabaseException()).AllowAnonymous();
            app.MapGet("/bug", string () => throw new InvalidOperationException("hunter2")).AllowAnonymous();
        });

        await AssertUnavailableAsync(host, "/database", null);
        Assert.Equal((500, "the page of the application"), await host.TextAsync("/bug", null));
    }

    [Fact]
    public async Task A_body_that_has_begun_is_cut_off_and_never_completed_as_if_it_were_whole()
    {
        await using var host = await StartAsync("Production");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.TextAsync("/begun", null));
    }

    private static Task<AppHost> StartAsync(string environment) => AppHost.StartAsync(environment: environment, map: app =>
    {
        app.MapGet("/database", string () => throw new BrokenDatabaseException()).AllowAnonymous();
        app.MapGet("/twice", string () => throw new BrokenDatabaseException(sqlState: "22012")).AllowAnonymous(); // trying again would not help
        app.MapGet("/keys", string () => throw new SigningKeysUnavailableException("https://hunter2.internal", "hunter2")).AllowAnonymous();
        app.MapGet("/revocations", string () => throw new RevocationUnavailableException(new InvalidOperationException("hunter2"))).AllowAnonymous();
        app.MapGet("/time", string () => throw new TimeoutException("hunter2")).AllowAnonymous();
        app.MapGet("/wrapped", string () => throw new InvalidOperationException("hunter2", new BrokenDatabaseException())).AllowAnonymous();
        app.MapGet("/bug", string () => throw new InvalidOperationException("hunter2")).AllowAnonymous();
        app.MapGet("/begun", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            throw new BrokenDatabaseException();
        }).AllowAnonymous();
        app.MapGet("/guarded", () => "in").RequireCaps("notes:view");
    });

    private static async Task AssertUnavailableAsync(AppHost host, string path, string? subject)
    {
        using var response = await host.GetAsync(path, subject);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var problem = JsonDocument.Parse(body).RootElement;

        Assert.Equal(("CKS504", "unavailable", 503), (problem.GetProperty("code").GetString(), problem.GetProperty("reason").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain("hunter2", body + response.Headers, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
    }
}
