using System.Net;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore.Tests.Http;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("reader", "not_permitted")]
    [InlineData("trainee", "denied")]
    [InlineData("stranger", "no_role")]
    public async Task A_refusal_says_why_what_is_needed_and_by_which_policy(string role, string reason)
    {
        await using var host = await GuardHost.StartAsync(app => app.MapGet("/notes/{id}", (string id) => id).RequireCaps("notes:view", "notes:create"));

        var (status, problem) = await host.RefusalAsync("/notes/7?secret=1", GuardHost.Session(role));

        Assert.Equal(403, status);
        Assert.Equal(
            ["type", "title", "status", "detail", "instance", "code", "reason", "traceId", "requiredCapabilities", "policyVersion"],
            problem.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("CKS503", reason, "/notes/7"), (problem.GetProperty("code").GetString(), problem.GetProperty("reason").GetString(), problem.GetProperty("instance").GetString()));
        Assert.Equal(["notes:view", "notes:create"], problem.GetProperty("requiredCapabilities").EnumerateArray().Select(c => c.GetString()));
        Assert.Matches("^v1-[0-9a-f]{8}$", problem.GetProperty("policyVersion").GetString());
        Assert.DoesNotContain("no-create", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_gets_through_a_body_that_somebody_buffers()
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.Use(async (context, next) =>
            {
                var (real, buffer) = (context.Response.Body, new MemoryStream());
                context.Response.Body = buffer;
                await next(context);
                context.Response.Body = real;
                await real.WriteAsync(buffer.ToArray());
            });
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/", () => "in").RequireCaps("notes:create");
        });

        Assert.Equal(401, (await host.RefusalAsync("/", null)).Status);
        Assert.Equal(403, (await host.RefusalAsync("/", GuardHost.Session("reader"))).Status);
        Assert.Equal((200, "in"), await host.TextAsync("/", GuardHost.Session("writer")));
    }

    [Fact]
    public async Task A_refusal_until_an_obligation_is_met_names_it()
    {
        await using var host = await GuardHost.StartAsync(app => app.MapGet("/", () => "in").RequireCaps("notes:purge"), policy: """
            {
              "version": 1,
              "resources": { "notes": { "actions": ["purge"] } },
              "obligations": { "step-up": { "within": 300 } },
              "roles": { "reader": { "permit": [{ "id": "p", "actions": ["notes:purge"], "obligations": ["step-up"] }] } }
            }
            """);

        var (status, problem) = await host.RefusalAsync("/", GuardHost.Session("reader"));

        Assert.Equal((403, "obligation_unmet"), (status, problem.GetProperty("reason").GetString()));
        Assert.Equal(["step-up"], problem.GetProperty("obligations").EnumerateArray().Select(o => o.GetString()));
    }

    [Fact]
    public async Task A_refusal_by_role_says_so_and_names_no_role()
    {
        await using var host = await GuardHost.StartAsync(app => app.MapGet("/", () => "in").RequireRoles("trainee"));

        var (status, problem) = await host.RefusalAsync("/", GuardHost.Session("writer"));

        Assert.Equal((403, "role_required", 0), (status, problem.GetProperty("reason").GetString(), problem.GetProperty("requiredCapabilities").GetArrayLength()));
        Assert.DoesNotContain("trainee", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheme_that_leaves_401_and_403_empty_gets_a_body()
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.MapGet("/guarded", () => "in").RequireCaps("notes:view");
            app.MapGet("/plain", () => "in").RequireAuthorization(p => p.RequireRole("owner"));
        });

        var (missing, challenge) = await host.RefusalAsync("/guarded", null);
        var (forbidden, refusal) = await host.RefusalAsync("/plain", GuardHost.Session("reader"));

        Assert.Equal((401, "CKS501", "not_authenticated"), (missing, challenge.GetProperty("code").GetString(), challenge.GetProperty("reason").GetString()));
        Assert.Equal((403, "CKS503", "not_permitted"), (forbidden, refusal.GetProperty("code").GetString(), refusal.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_scheme_that_writes_its_own_body_keeps_it()
    {
        await using var host = await StartWithCookiesAsync(o => o.Events.OnRedirectToLogin = context =>
        {
            context.Response.StatusCode = 401;
            return context.Response.WriteAsync("please sign in");
        });

        Assert.Equal((401, "please sign in"), await host.TextAsync("/guarded", null));
    }

    [Fact]
    public async Task A_redirect_to_the_login_page_is_left_alone()
    {
        await using var host = await StartWithCookiesAsync();

        using var response = await host.SendAsync("/guarded", null);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/login", response.Headers.Location!.AbsolutePath);
        Assert.Equal(0, response.Content.Headers.ContentLength ?? 0);
        Assert.Null(response.Content.Headers.ContentType);
    }

    [Fact]
    public async Task Cookies_that_answer_an_api_with_401_get_a_body_and_a_guard_refuses_them_with_403()
    {
        await using var host = await StartWithCookiesAsync(o => o.Events.OnRedirectToLogin = context =>
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        });
        using var login = await host.SendAsync("/login", "Cookies;ann;writer");
        var cookie = login.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        var (missing, problem) = await host.RefusalAsync("/guarded", null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/guarded") { Headers = { { "Cookie", cookie } } };
        using var refused = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((401, "not_authenticated"), (missing, problem.GetProperty("reason").GetString()));
        Assert.Equal((HttpStatusCode.Forbidden, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task The_answer_of_an_endpoint_that_sets_401_itself_is_left_alone()
    {
        await using var host = await GuardHost.StartAsync(app => app.MapGet("/", () => Results.Unauthorized()).RequireCaps("notes:view"));

        Assert.Equal((401, ""), await host.TextAsync("/", GuardHost.Session("reader")));
    }

    [Fact]
    public async Task A_head_request_is_refused_without_a_body()
    {
        await using var host = await GuardHost.StartAsync(app => app.MapMethods("/", ["HEAD"], () => "").RequireCaps("notes:view"));

        using var response = await host.SendAsync("/", GuardHost.Session(), method: HttpMethod.Head);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static Task<GuardHost> StartWithCookiesAsync(Action<CookieAuthenticationOptions>? configure = null) => GuardHost.StartAsync(
        app =>
        {
            app.MapGet("/login", (HttpContext context) => Microsoft.AspNetCore.Authentication.AuthenticationHttpContextExtensions.SignInAsync(
                context, CookieAuthenticationDefaults.AuthenticationScheme, context.User)).AllowAnonymous();
            app.MapGet("/guarded", () => "in").RequireAuthorization(new AuthorizeAttribute("cks:notes:view") { AuthenticationSchemes = CookieAuthenticationDefaults.AuthenticationScheme });
        },
        b => b.Services.AddAuthentication().AddCookie(o =>
        {
            o.LoginPath = "/login";
            configure?.Invoke(o);
        }));
}
