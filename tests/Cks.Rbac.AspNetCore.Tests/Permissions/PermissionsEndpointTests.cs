using System.Security.Claims;
using System.Text.Json;
using Cks.Core;
using Cks.Rbac.AspNetCore.Tests.Subjects;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Rbac.AspNetCore.Tests.Permissions;

public sealed class PermissionsEndpointTests
{
    private const string Policy = """
        {
          "version": 1,
          "obligations": { "step-up": { "within": 300 } },
          "resources": { "notes": { "actions": ["view", "create", "accept", "purge", "sign"], "attributes": { "status": "text" } } },
          "roles": {
            "reader": { "permit": [{ "actions": ["notes:view"] }] },
            "writer": {
              "inherits": ["reader"],
              "permit": [
                { "actions": ["notes:create"] },
                { "actions": ["notes:accept"], "when": { "status": "open" } },
                { "actions": ["notes:purge"], "when": { "status": "open" }, "obligations": ["step-up"] }
              ]
            }
          }
        }
        """;

    private const string Path = "/api/me/permissions";

    [Fact]
    public async Task Each_capability_of_the_policy_is_yes_no_or_row()
    {
        await using var host = await StartAsync();

        using var response = await AskAsync(host, GuardHost.Session("writer"));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(host.Services.GetRequiredService<SnapshotStore<Policy>>().Current.Version.ToString(), body.RootElement.GetProperty("policyVersion").GetString());
        Assert.Equal("""{"notes:accept":"row","notes:create":"yes","notes:purge":"no","notes:sign":"no","notes:view":"yes"}""", body.RootElement.GetProperty("capabilities").GetRawText());
    }

    [Fact]
    public async Task The_roles_are_those_of_the_session_that_the_policy_declares()
    {
        await using var host = await StartAsync();

        using var response = await AskAsync(host, GuardHost.Session("writer", "unheard-of", "reader"));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal("""["writer","reader"]""", body.RootElement.GetProperty("roles").GetRawText());
    }

    [Fact]
    public async Task Nobody_but_the_caller_keeps_the_answer()
    {
        await using var host = await StartAsync(app => app.Use((context, next) =>
        {
            context.Response.Headers.Vary = "Origin";
            return next(context);
        }));

        using var full = await AskAsync(host, GuardHost.Session("reader"));
        using var unchanged = await AskAsync(host, GuardHost.Session("reader"), full.Headers.ETag!.ToString());

        foreach (var response in new[] { full, unchanged })
        {
            Assert.Equal("no-cache, private", response.Headers.CacheControl!.ToString());
            Assert.Equal(["Origin", "Authorization", "Cookie"], response.Headers.Vary);
            Assert.NotNull(response.Headers.ETag);
        }
    }

    [Theory]
    [InlineData("{0}", 304)]
    [InlineData("W/{0}", 304)]
    [InlineData("\"another\", {0}", 304)]
    [InlineData("*", 304)]
    [InlineData("\"another\"", 200)]
    [InlineData("not a tag", 200)]
    public async Task Who_has_the_answer_already_gets_no_body(string known, int expected)
    {
        await using var host = await StartAsync();
        using var first = await AskAsync(host, GuardHost.Session("reader"));

        using var second = await AskAsync(host, GuardHost.Session("reader"), string.Format(null, known, first.Headers.ETag!.Tag));

        Assert.Equal(expected, (int)second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(expected == 304, (await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length == 0);
    }

    [Fact]
    public async Task S23_304_comes_after_authentication_and_the_guard_of_this_very_request()
    {
        await using var host = await GuardHost.StartAsync(
            app =>
            {
                app.MapCksPermissions(Path).RequireCaps("notes:create");
                app.MapCksPermissions("/open").AllowAnonymous();
            },
            policy: Policy);
        using var first = await AskAsync(host, GuardHost.Session("writer"));
        var tag = first.Headers.ETag!.ToString();

        Assert.Equal(304, (int)(await AskAsync(host, GuardHost.Session("writer"), tag)).StatusCode);
        foreach (var (session, path, expected) in new[] { (null, Path, 401), (GuardHost.Session("reader"), Path, 403), (GuardHost.Session(), Path, 403), (null, "/open", 401) })
        {
            using var refused = await AskAsync(host, session, tag, path);
            Assert.Equal(expected, (int)refused.StatusCode);
            Assert.True(refused.Headers.CacheControl is { NoStore: true });
            Assert.Null(refused.Headers.ETag);
        }

        host.Activate(GuardHost.DefaultPolicy.Replace("writer", "nobody", StringComparison.Ordinal));
        Assert.Equal(403, (int)(await AskAsync(host, GuardHost.Session("writer"), tag)).StatusCode);
    }

    [Fact]
    public async Task S23_The_tag_is_of_the_content_and_of_who_asks()
    {
        await using var host = await StartAsync();

        var tags = new List<string>();
        foreach (var session in new[] { Session("ann", "reader"), Session("bob", "reader"), Session("ann", "writer"), Session("ann", "reader", "writer"), Session("ann") })
            tags.Add(await TagAsync(host, session));

        Assert.Equal(tags.Count, tags.Distinct().Count());
        Assert.Equal(tags[0], await TagAsync(host, Session("ann", "reader")));
        using var other = await AskAsync(host, Session("bob", "reader"), tags[0]);
        Assert.Equal(200, (int)other.StatusCode);

        static string Session(string id, params string[] roles) => $"{CksClaimTypes.SessionIdentity};{id};{string.Join(';', roles)}";
    }

    [Fact]
    public async Task Another_policy_is_another_answer_at_once()
    {
        await using var host = await StartAsync();
        var before = await TagAsync(host, GuardHost.Session("writer"));

        host.Activate(Policy.Replace("\"notes:create\"", "\"notes:sign\"", StringComparison.Ordinal));

        using var after = await AskAsync(host, GuardHost.Session("writer"), before);
        Assert.Equal(200, (int)after.StatusCode);
        Assert.Contains("\"notes:sign\":\"yes\"", await after.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task S06_Borrowed_limited_and_stepped_up_calls_have_answers_of_their_own()
    {
        await using var host = await StartAsync(configure: b => b.Services.Replace(ServiceDescriptor.Singleton<ISubjectFactory, Variants>()));
        Variants.SteppedUpAt = TimeProvider.System.GetUtcNow();
        string[] kinds = ["plain", "borrowed", "limited", "stepped-up", "test"];

        var tags = new Dictionary<string, string>();
        foreach (var kind in kinds.Concat(kinds))
        {
            using var response = await AskAsync(host, GuardHost.Session("writer", kind));
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains($"\"notes:create\":\"{(kind == "limited" ? "no" : "yes")}\"", body);
            Assert.Contains($"\"notes:purge\":\"{(kind == "stepped-up" ? "row" : "no")}\"", body);
            Assert.Equal(response.Headers.ETag!.Tag, tags.TryAdd(kind, response.Headers.ETag.Tag) ? response.Headers.ETag.Tag : tags[kind]);
        }

        Assert.Equal(kinds.Length, tags.Values.Distinct().Count());
        foreach (var kind in kinds.Skip(1))
            Assert.Equal(200, (int)(await AskAsync(host, GuardHost.Session("writer", kind), tags["plain"])).StatusCode);
    }

    [Fact]
    public async Task S06_What_is_remembered_ends_with_the_next_edge_of_time()
    {
        var clock = new FakeTimeProvider();
        await using var host = await StartAsync(configure: b =>
        {
            b.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            b.Services.Replace(ServiceDescriptor.Singleton<ISubjectFactory, Variants>());
        });
        var session = GuardHost.Session("writer", "stepped-up");
        Variants.SteppedUpAt = clock.GetUtcNow();
        var tag = await TagAsync(host, session);

        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(304, (int)(await AskAsync(host, session, tag)).StatusCode);
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(200, (int)(await AskAsync(host, session, tag)).StatusCode);
    }

    [Fact]
    public async Task A_ceiling_is_seen_at_once()
    {
        var ceiling = new Switch();
        await using var host = await StartAsync(configure: b => b.Services.AddSingleton<ICapabilityCeiling>(ceiling));
        var tag = await TagAsync(host, GuardHost.Session("writer"));

        ceiling.Version++;

        using var after = await AskAsync(host, GuardHost.Session("writer"), tag);
        Assert.Contains("\"notes:create\":\"no\"", await after.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_factory_of_the_application_may_live_as_long_as_the_request()
    {
        await using var host = await StartAsync(configure: b => b.Services.AddScoped<ScopedSubjectFactory.Store>().AddScoped<ISubjectFactory, ScopedSubjectFactory>());
        using var first = await AskAsync(host, "Cookies;ann");

        Assert.Contains("\"notes:create\":\"yes\"", await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(304, (int)(await AskAsync(host, "Cookies;ann", first.Headers.ETag!.ToString())).StatusCode);
        Assert.Equal(200, (int)(await AskAsync(host, "Cookies;eve", first.Headers.ETag!.ToString())).StatusCode);
    }

    [Theory]
    [InlineData("borrowed", "reader")]
    [InlineData("limited", "")]
    [InlineData("own", "writer,reader")]
    public async Task S12_the_answer_names_the_roles_alone_that_RequireRoles_lets_pass(string how, string roles)
    {
        await using var host = await StartAsync(
            app =>
            {
                foreach (var role in new[] { "writer", "reader" })
                    app.MapGet($"/{role}", () => "in").RequireRoles(role);
            },
            b => b.Services.AddSingleton<ISubjectFactory>(new Subjects.CredentialSubjectFactory(s => how switch
            {
                "borrowed" => new(s.Id, s.Tenant, s.Roles) { Actor = "bob", ActorRoles = ["reader"] },
                "limited" => new(s.Id, s.Tenant, s.Roles) { Credential = "key", CredentialCapabilities = ["notes:view"] },
                _ => s,
            })));

        using var response = await AskAsync(host, GuardHost.Session("writer", "reader"));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(roles, string.Join(',', body.RootElement.GetProperty("roles").EnumerateArray().Select(r => r.GetString())));
        foreach (var role in new[] { "writer", "reader" })
            Assert.Equal(roles.Split(',').Contains(role) ? 200 : 403, await host.StatusAsync($"/{role}", GuardHost.Session("writer", "reader")));
    }

    private static Task<GuardHost> StartAsync(Action<WebApplication>? before = null, Action<WebApplicationBuilder>? configure = null) => GuardHost.StartAsync(
        app =>
        {
            before?.Invoke(app);
            app.MapCksPermissions(Path);
        },
        configure, Policy);

    private static async Task<string> TagAsync(GuardHost host, string session)
    {
        using var response = await AskAsync(host, session);
        return response.Headers.ETag!.ToString();
    }

    private static Task<HttpResponseMessage> AskAsync(GuardHost host, string? session, string? known = null, string path = Path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (session is not null)
            request.Headers.Add(HeaderAuthenticationHandler.First, session);
        if (known is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return host.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>One person in several contexts, by a further role.</summary>
    private sealed class Variants(ISubjectBinder binder) : ISubjectFactory
    {
        public static DateTimeOffset SteppedUpAt { get; set; }

        public ValueTask<Subject> CreateAsync(ClaimsPrincipal user, CancellationToken cancellationToken = default)
        {
            var roles = user.FindAll(CksClaimTypes.Role).Select(c => c.Value).ToArray();
            var subject = new Subject("ann", TenantId.Parse("main"), roles[..1]);
            return binder.BindAsync(
                roles[1] switch
                {
                    "borrowed" => new("ann", subject.Tenant, subject.Roles) { Actor = "bob", ActorRoles = subject.Roles },
                    "limited" => new("ann", subject.Tenant, subject.Roles) { Credential = "key", CredentialCapabilities = ["notes:view"] },
                    "stepped-up" => new("ann", subject.Tenant, subject.Roles) { SteppedUpAt = SteppedUpAt },
                    "test" => new("ann", subject.Tenant, subject.Roles) { IsTest = true },
                    _ => subject,
                },
                cancellationToken);
        }
    }

    /// <summary>Refuses one capability from its second version on.</summary>
    private sealed class Switch : ICapabilityCeiling
    {
        public long Version { get; set; }

        public bool Permits(DecisionContext context, CapabilityId capability) => Version == 0 || capability.Name != "notes:create";
    }
}
