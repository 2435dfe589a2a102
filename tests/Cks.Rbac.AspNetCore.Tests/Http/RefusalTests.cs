using System.Net;
using Cks.Rbac.AspNetCore.Tests.Subjects;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpLogging;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refusal_gets_through_a_log_and_a_compression(bool isLog)
    {
        await using var host = await GuardHost.StartAsync(
            app =>
            {
                _ = isLog ? app.UseHttpLogging() : app.UseResponseCompression();
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapGet("/", () => "in").RequireCaps("notes:create");
                app.MapGet("/both", () => "in").RequireAuthorization(p => p.AddAuthenticationSchemes(HeaderAuthenticationHandler.First, HeaderAuthenticationHandler.Second).RequireAuthenticatedUser());
            },
            builder => builder.Services.AddHttpLogging(o => o.LoggingFields = HttpLoggingFields.All).AddResponseCompression(o => o.MimeTypes = ["application/problem+json"]));

        Assert.Equal(401, (await host.RefusalAsync("/", null)).Status);
        Assert.Equal(403, (await host.RefusalAsync("/", GuardHost.Session("reader"))).Status);
        Assert.Equal(401, (await host.RefusalAsync("/both", null)).Status);
        Assert.Equal((200, "in"), await host.TextAsync("/", GuardHost.Session("writer")));
    }

    [Theory]
    [InlineData("\"step-up\": { \"within\": 300 }", "step-up", "Bearer error=\"insufficient_user_authentication\", error_description=\"A stronger authentication is needed.\", max_age=\"300\"")]
    [InlineData("\"step-up\": { \"within\": 300, \"acr\": [\"urn:mfa\", \"phr\"] }", "step-up", "Bearer error=\"insufficient_user_authentication\", error_description=\"A stronger authentication is needed.\", acr_values=\"urn:mfa phr\", max_age=\"300\"")]
    [InlineData("\"step-up\": { \"within\": 300 }, \"fresh\": { \"within\": 60, \"acr\": [\"phr\"] }", "step-up\", \"fresh", "Bearer error=\"insufficient_user_authentication\", error_description=\"A stronger authentication is needed.\", acr_values=\"phr\", max_age=\"60\"")]
    public async Task A_refusal_that_a_step_up_would_lift_is_a_challenge_by_rfc_9470(string obligations, string asked, string challenge)
    {
        await using var host = await GuardHost.StartAsync(app => app.MapGet("/", () => "in").RequireCaps("notes:purge"), policy: Obliged(obligations, asked));

        var (status, problem) = await host.RefusalAsync("/", GuardHost.Session("reader"));
        using var response = await host.SendAsync("/", GuardHost.Session("reader"));

        Assert.Equal((401, "obligation_unmet"), (status, problem.GetProperty("reason").GetString()));
        Assert.Equal(asked.Split("\", \""), problem.GetProperty("obligations").EnumerateArray().Select(o => o.GetString()));
        Assert.Equal(challenge, Assert.Single(response.Headers.GetValues("WWW-Authenticate")));
    }

    [Theory]
    [InlineData("\"notify\": {}", "notify")]
    [InlineData("\"notify\": {}, \"step-up\": { \"within\": 300 }", "notify\", \"step-up")]
    public async Task An_obligation_that_no_step_up_meets_is_no_challenge(string obligations, string asked)
    {
        await using var host = await GuardHost.StartAsync(app => app.MapGet("/", () => "in").RequireCaps("notes:purge"), policy: Obliged(obligations, asked));

        using var response = await host.SendAsync("/", GuardHost.Session("reader"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.False(response.Headers.Contains("WWW-Authenticate"));
    }

    [Fact]
    public async Task A_step_up_that_was_done_lifts_the_refusal()
    {
        var subjects = new CredentialSubjectFactory(s => new(s.Id, s.Tenant, s.Roles) { SteppedUpAt = TimeProvider.System.GetUtcNow() });
        await using var host = await GuardHost.StartAsync(
            app => app.MapGet("/", () => "in").RequireCaps("notes:purge"), b => b.Services.AddSingleton<ISubjectFactory>(subjects), Obliged("\"step-up\": { \"within\": 300 }", "step-up"));

        Assert.Equal(200, await host.StatusAsync("/", GuardHost.Session("reader")));
    }

    [Fact]
    public async Task What_only_the_credential_lacks_is_insufficient_scope_and_names_it()
    {
        var subjects = new CredentialSubjectFactory(s => new(s.Id, s.Tenant, s.Roles) { Credential = "key-1", CredentialCapabilities = ["notes:view"] });
        await using var host = await GuardHost.StartAsync(
            app =>
            {
                app.MapGet("/view", () => "in").RequireCaps("notes:view");
                app.MapGet("/create", () => "in").RequireCaps("notes:view", "notes:create");
            },
            b => b.Services.AddSingleton<ISubjectFactory>(subjects));

        var (status, problem) = await host.RefusalAsync("/create", GuardHost.Session("writer"));
        using var limited = await host.SendAsync("/create", GuardHost.Session("writer"));
        using var refused = await host.SendAsync("/view", GuardHost.Session("stranger"));

        Assert.Equal((403, "beyond_credential"), (status, problem.GetProperty("reason").GetString()));
        Assert.Equal("Bearer error=\"insufficient_scope\", scope=\"notes:view notes:create\"", Assert.Single(limited.Headers.GetValues("WWW-Authenticate")));
        Assert.Equal(200, await host.StatusAsync("/view", GuardHost.Session("writer")));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.False(refused.Headers.Contains("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("key-1", true)]
    [InlineData("key-1", false)]
    [InlineData("", true)]
    public async Task S11_A_guard_by_role_lets_no_key_in(string credential, bool isLimited)
    {
        var subjects = new CredentialSubjectFactory(s => new(s.Id, s.Tenant, s.Roles) { Credential = credential, CredentialCapabilities = isLimited ? ["notes:view"] : null });
        await using var host = await GuardHost.StartAsync(app => app.MapGet("/", () => "in").RequireRoles("writer"), b => b.Services.AddSingleton<ISubjectFactory>(subjects));

        var (status, problem) = await host.RefusalAsync("/", GuardHost.Session("writer"));

        Assert.Equal((403, "beyond_credential"), (status, problem.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("/all", "reader", "Refused: not_permitted; asked for notes:view,notes:create, rule none, policy {0}; would pass with role writer")]
    [InlineData("/all", "trainee", "Refused: denied; asked for notes:view,notes:create, rule no-create, policy {0}; would pass with none of the roles that no-create denies")]
    [InlineData("/all", "stranger", "Refused: no_role; asked for notes:view,notes:create, rule none, policy {0}; would pass with role reader or trainee or writer")]
    [InlineData("/purge", "writer", "Refused: not_permitted; asked for notes:purge, rule none, policy {0}; would pass with no role")]
    [InlineData("/role", "writer", "Refused: role_required; asked for , rule none, policy {0}; would pass with role trainee or reader")]
    public async Task One_line_says_which_rule_refused_and_what_would_have_passed_and_nothing_of_the_person(string path, string role, string expected)
    {
        var log = new LogLines();
        await using var host = await GuardHost.StartAsync(
            app =>
            {
                app.MapGet("/all", () => "in").RequireCaps("notes:view", "notes:create");
                app.MapGet("/purge", () => "in").RequireCaps("notes:purge");
                app.MapGet("/role", () => "in").RequireRoles("trainee", "reader");
            },
            b => b.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace));

        var (_, problem) = await host.RefusalAsync($"{path}?secret=1", GuardHost.Session(role));

        var lines = log.Lines.Where(l => l.Category.StartsWith("Cks.Rbac.AspNetCore.Guard", StringComparison.Ordinal)).ToArray();
        Assert.Equal((LogLevel.Information, string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, problem.GetProperty("policyVersion").GetString())), Assert.Single(lines.Select(l => (l.Level, l.Text))));
        Assert.DoesNotContain("ann", lines[0].Text, StringComparison.Ordinal);
    }

    private static string Obliged(string obligations, string asked) => $$"""
        {
          "version": 1,
          "resources": { "notes": { "actions": ["purge"] } },
          "obligations": { {{obligations}} },
          "roles": { "reader": { "permit": [{ "id": "p", "actions": ["notes:purge"], "obligations": ["{{asked}}"] }] } }
        }
        """;

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
