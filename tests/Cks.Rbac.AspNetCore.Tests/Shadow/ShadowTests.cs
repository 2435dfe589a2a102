using System.Security.Claims;
using Cks.Core;
using Cks.Rbac.AspNetCore.Tests.Guards;
using Cks.Rbac.AspNetCore.Tests.Subjects;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Rbac.AspNetCore.Tests.Shadow;

/// <summary>Guards that are only computed, over HTTP and hubs: where that opens nothing, and what it says.</summary>
public sealed class ShadowTests
{
    private readonly LogLines _log = new();

    private string[] Disagreements => [.. _log.Lines.Where(l => l.Text.StartsWith("Shadow: ", StringComparison.Ordinal) && l.Text.Contains(" for role ", StringComparison.Ordinal)).Select(l => l.Text)];

    private Task<GuardHost> StartAsync(Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null, Action<CksGuardOptions>? options = null, string policy = GuardHost.DefaultPolicy) => GuardHost.StartAsync(
        map,
        b =>
        {
            b.Logging.AddProvider(_log);
            b.Services.AddCksGuards(options ?? (o => o.Enforcement = Enforcement.Shadow));
            configure?.Invoke(b);
        },
        policy);

    private static MetricCollector<long> CountOf(GuardHost host) => new(host.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), CksGuardDiagnostics.MeterName, CksGuardDiagnostics.ShadowDisagreements);

    private static void MapClerks(WebApplication app) =>
        app.MapGet("/notes/{id?}", () => "in").RequireAuthorization(p => p.RequireRole("clerk", "writer")).RequireCaps("notes:view");

    [Fact]
    public async Task The_applications_rule_decides_and_a_disagreement_is_counted_and_logged_with_endpoint_role_and_both_verdicts()
    {
        await using var host = await StartAsync(MapClerks);
        var count = CountOf(host);

        // Both permit, both refuse, nobody is there: nothing to tell.
        Assert.Equal(200, await host.StatusAsync("/notes", GuardHost.Session("writer")));
        Assert.Equal(403, await host.StatusAsync("/notes", GuardHost.Session("visitor")));
        Assert.Equal(401, await host.StatusAsync("/notes", null));
        Assert.Empty(count.GetMeasurementSnapshot());

        Assert.Equal(200, await host.StatusAsync("/notes/7", GuardHost.Session("clerk")));
        Assert.Equal(403, await host.StatusAsync("/notes/8", GuardHost.Session("reader")));
        Assert.Equal(403, await host.StatusAsync("/notes/9", GuardHost.Session("reader")));

        Assert.Equal(
            ["GET /notes/{id?} permitted refused", "GET /notes/{id?} refused permitted", "GET /notes/{id?} refused permitted"],
            count.GetMeasurementSnapshot().Select(m => $"{m.Tags[CksGuardDiagnostics.EndpointTag]} {m.Tags[CksGuardDiagnostics.ApplicationTag]} {m.Tags[CksGuardDiagnostics.GuardTag]}"));
        Assert.Equal(
            [
                "Shadow: GET /notes/{id?} for role none: the application permitted, the guard refused (no_role, rule none); the application's answer counts. Further ones like it are only counted",
                "Shadow: GET /notes/{id?} for role reader: the application refused, the guard permitted (no reason, rule none); the application's answer counts. Further ones like it are only counted",
            ],
            Disagreements);
    }

    [Fact]
    public async Task What_the_application_refuses_and_permits_looks_as_without_guards()
    {
        await using var shadow = await StartAsync(app => app.MapGet("/", () => "in").RequireAuthorization(p => p.RequireRole("clerk")).RequireCaps("notes:view"));
        await using var before = await GuardHost.StartAsync(app => app.MapGet("/", () => "in").RequireAuthorization(p => p.RequireRole("clerk")), hasGuards: false);

        foreach (var session in (string?[])[null, GuardHost.Session("reader"), GuardHost.Session("clerk")])
            Assert.Equal(await before.TextAsync("/", session), await shadow.TextAsync("/", session));
    }

    [Fact]
    public async Task The_applications_rule_is_asked_as_it_was_also_where_it_lets_strangers_in()
    {
        await using var host = await StartAsync(app =>
        {
            var rule = new AuthorizationPolicyBuilder().RequireAssertion(c => c.Resource is HttpContext request && request.Request.Headers.ContainsKey("X-Internal")).Build();
            var endpoint = app.MapGet("/", () => "in").RequireCaps("notes:view");
            endpoint.Add(e => e.Metadata.Add(rule));
        });
        host.Http.DefaultRequestHeaders.Add("X-Internal", "yes");

        Assert.Equal(200, await host.StatusAsync("/", null));
        Assert.Contains("for role none: the application permitted, the guard refused", Assert.Single(Disagreements), StringComparison.Ordinal);
    }

    /// <summary>Guards without a rule of the application that names whom it lets pass.</summary>
    public static TheoryData<string> Alone => ["guard", "signed-in", "default", "name", "controller"];

    [Theory]
    [MemberData(nameof(Alone))]
    public async Task S19_an_endpoint_without_a_rule_of_the_application_is_enforced(string how)
    {
        await using var host = await StartAsync(
            app =>
            {
                if (how == "controller")
                    app.MapControllers();
                else if (how == "signed-in")
                    app.MapGet("/mvc/notes", () => "in").RequireAuthorization().RequireAuthorization(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()).RequireCaps("notes:view");
                else if (how == "name")
                    app.MapGet("/mvc/notes", () => "in").RequireAuthorization("cks:notes:view", "cks:role:reader");
                else
                    app.MapGet("/mvc/notes", () => "in").RequireCaps("notes:view");
            },
            b =>
            {
                b.Services.AddControllers().ConfigureApplicationPartManager(m => m.FeatureProviders.Add(new OnlyControllers(typeof(NotesController))));
                // The fallback is of endpoints without any rule; beside a guard nobody asked it before either.
                if (how == "default")
                    b.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireRole("visitor").Build());
            },
            policy: GuardHost.DefaultPolicy.Replace("\"roles\": {", "\"roles\": { \"nobody\": {},", StringComparison.Ordinal));

        Assert.Equal(403, await host.StatusAsync("/mvc/notes", GuardHost.Session("visitor")));
        Assert.Equal(401, await host.StatusAsync("/mvc/notes", null));
        Assert.Equal(200, await host.StatusAsync("/mvc/notes", GuardHost.Session("reader")));
        Assert.Empty(Disagreements);
    }

    [Fact]
    public async Task S19_an_endpoint_that_came_late_without_a_rule_stays_closed_whatever_the_default_rule_is()
    {
        await using var host = await StartAsync(
            app =>
            {
                MapClerks(app);
                app.Use((context, next) =>
                {
                    if (context.Request.Path == "/late")
                        context.SetEndpoint(new RouteEndpoint(c => c.Response.WriteAsync("late"), RoutePatternFactory.Parse("/late"), 0, EndpointMetadataCollection.Empty, "late"));
                    return next();
                });
                app.UseAuthorization();
            },
            b => b.Services.AddAuthorizationBuilder().SetDefaultPolicy(new AuthorizationPolicyBuilder().RequireRole("clerk", "reader").Build()));

        Assert.Equal(403, await host.StatusAsync("/late", GuardHost.Session("clerk", "reader")));
    }

    [Fact]
    public async Task S19_what_code_asks_itself_is_never_in_a_shadow()
    {
        await using var host = await StartAsync(app =>
        {
            app.MapGet("/", async (HttpContext context, IAuthorizationService authorization, IAuthorizationPolicyProvider policies) =>
            {
                var both = AuthorizationPolicy.Combine((await policies.GetPolicyAsync("cks:notes:view"))!, new AuthorizationPolicyBuilder().RequireRole("clerk").Build());
                return $"{(await authorization.AuthorizeAsync(context.User, context, both)).Succeeded} {(await authorization.AuthorizeAsync(context.User, "cks:notes:view")).Succeeded}";
            }).RequireAuthorization(p => p.RequireRole("clerk")).RequireCaps("notes:view");
        });

        Assert.Equal((200, "False False"), await host.TextAsync("/", GuardHost.Session("clerk")));
        Assert.Equal((200, "True True"), await host.TextAsync("/", GuardHost.Session("clerk", "reader")));
    }

    [Fact]
    public async Task S19_AllowAnonymous_beside_a_guard_stops_the_host_in_a_shadow_as_well()
    {
        var findings = await GuardHost.FindingsAsync(
            app => app.MapGet("/", () => "in").RequireAuthorization(p => p.RequireRole("clerk")).RequireCaps("notes:view").AllowAnonymous(), b => b.Services.AddCksGuards(o => o.Enforcement = Enforcement.Shadow));

        Assert.StartsWith("CKS113 GET / ", Assert.Single(findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S19_a_resource_outside_the_scope_is_404_and_a_store_that_is_down_an_error_whatever_the_application_permits()
    {
        const string Policy = """
            {
              "version": 1,
              "resources": { "notes": { "actions": ["view"], "attributes": ["color"] } },
              "roles": { "red": { "permit": [{ "id": "reds", "actions": ["notes:view"], "when": { "color": "red" } }] } }
            }
            """;
        await using var host = await StartAsync(
            app => app.MapGet("/{id}", OnResourceTests.Same).RequireAuthorization(p => p.RequireRole("clerk")).RequireCaps("notes:view").OnResource<Note>("id"),
            b =>
            {
                b.Services.AddCksRbac().MapResource<Note>("notes", m => m.Attribute("color", n => n.Color));
                b.Services.AddCksResource<Note, NoteLoader>();
            },
            policy: Policy);

        // Not permitted by the guard, in scope: the application decides, and its handler has the instance. Outside and absent: not found.
        Assert.Equal((200, "same 2"), await host.TextAsync("/2", GuardHost.Session("clerk")));
        Assert.Equal((200, "same 2"), await host.TextAsync("/2", GuardHost.Session("clerk", "red")));
        Assert.Equal(404, await host.StatusAsync("/3", GuardHost.Session("clerk")));
        Assert.Equal(404, await host.StatusAsync("/9", GuardHost.Session("clerk", "red")));
        Assert.Equal(500, await host.StatusAsync("/broken", GuardHost.Session("clerk")));
        Assert.Equal((200, "same 1"), await host.TextAsync("/1", GuardHost.Session("clerk", "red")));
        // The application refused, so nothing is loaded, and the guard would ask.
        Assert.Equal(403, await host.StatusAsync("/1", GuardHost.Session("red")));
        Assert.Equal(
            ["none: the application permitted, the guard refused (no_role, rule none)", "red: the application permitted, the guard refused (not_permitted, rule none)", "red: the application refused, the guard depends (no reason, rule none)"],
            Disagreements.Select(d => d[(d.IndexOf(" for role ", StringComparison.Ordinal) + 10)..d.IndexOf(';', StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("/{0}", "/any/{0}")]
    [InlineData("/roles/{0}", "/two/{0}")]
    public async Task S12_nobody_acts_in_the_leniency_of_a_shadow(string one, string other)
    {
        const string Policy = """
            {
              "version": 1,
              "resources": { "notes": { "actions": ["view", "list", "purge"], "attributes": ["color"] } },
              "roles": {
                "clerk": { "permit": [{ "id": "all", "actions": ["notes:view"] }] },
                "helper": { "permit": [{ "id": "reds", "actions": ["notes:view"], "when": { "color": "red" } }] }
              }
            }
            """;
        await using var host = await StartAsync(
            app =>
            {
                RouteHandlerBuilder Map(string path) => app.MapGet(path, OnResourceTests.Same).RequireAuthorization(p => p.RequireRole("clerk"));
                Map("/{id}").RequireCaps("notes:view").OnResource<Note>("id");
                Map("/any/{id}").RequireAnyCap("notes:list", "notes:view").OnResource<Note>("id");
                Map("/roles/{id}").RequireRoles("clerk").RequireCaps("notes:view").OnResource<Note>("id");
                Map("/two/{id}").RequireCaps("notes:purge").RequireCaps("notes:view").OnResource<Note>("id");
            },
            b =>
            {
                b.Services.AddCksRbac().MapResource<Note>("notes", m => m.Attribute("color", n => n.Color));
                b.Services.AddCksResource<Note, NoteLoader>();
                b.Services.AddSingleton<ISubjectFactory>(new CredentialSubjectFactory(s => s.Roles.Contains("acted") ? new(s.Id, s.Tenant, ["clerk"]) { Actor = "eve", ActorRoles = ["helper"] } : s));
            },
            policy: Policy);
        foreach (var path in new[] { one, other })
        {
            // Both may the red one, where no role is asked for that the actor lacks, nor what neither has.
            var isOpen = path is "/{0}" or "/any/{0}";
            Assert.Equal(isOpen ? 200 : 403, await host.StatusAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, 1), GuardHost.Session("clerk", "acted")));
            Assert.Equal(403, await host.StatusAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, 2), GuardHost.Session("clerk", "acted")));
            Assert.Equal(200, await host.StatusAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, 2), GuardHost.Session("clerk")));
        }
    }

    [Fact]
    public async Task S12_nobody_acts_in_the_leniency_of_a_shadow_on_a_hub()
    {
        const string Policy = """
            {
              "version": 1,
              "resources": { "notes": { "actions": ["view", "create", "purge"], "attributes": ["color"] } },
              "roles": { "clerk": { "permit": [{ "actions": ["notes:view"] }] }, "helper": { "permit": [{ "actions": ["notes:view"] }] } }
            }
            """;
        await using var host = await StartAsync(
            app => app.MapHub<ClerksHub>("/hub"),
            b =>
            {
                b.Services.AddSignalR();
                b.Services.AddSingleton<ISubjectFactory>(new CredentialSubjectFactory(s => s.Roles.Contains("acted") ? new(s.Id, s.Tenant, ["clerk"]) { Actor = "eve", ActorRoles = ["helper"] } : s));
            },
            policy: Policy);
        using var acted = await HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/hub"), GuardHost.Session("clerk", "acted"));
        using var own = await HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/hub"), GuardHost.Session("clerk"));

        Assert.Contains("seen", (await acted.InvokeAsync("Look")).GetRawText(), StringComparison.Ordinal);
        Assert.Contains("unauthorized", (await acted.InvokeAsync("Create")).GetProperty("error").GetString()!, StringComparison.Ordinal);
        // Nobody is permitted it: the application's rule alone lets its own in.
        Assert.Equal("created", (await own.InvokeAsync("Create")).GetProperty("result").GetString());
    }

    [Fact]
    public async Task S19_fields_stay_hidden_in_a_shadow_whatever_the_application_permits()
    {
        const string Policy = """
            {
              "version": 1,
              "resources": { "notes": { "actions": ["view"], "fields": ["id", "color"] } },
              "roles": { "red": { "permit": [{ "id": "reds", "actions": ["notes:view"], "fields": { "read": ["id"] } }] } }
            }
            """;
        await using var host = await StartAsync(
            app => app.MapGet("/", () => new Note("1", "ann", "red")).RequireAuthorization(p => p.RequireRole("clerk")).RequireCaps("notes:view").WithFieldMask<Note>(), policy: Policy);

        Assert.Equal((200, """{"id":"1"}"""), await host.TextAsync("/", GuardHost.Session("clerk", "red")));
        Assert.Equal((200, "{}"), await host.TextAsync("/", GuardHost.Session("clerk")));
        Assert.Equal(403, await host.StatusAsync("/", GuardHost.Session("red")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task S19_a_ceiling_and_a_credential_that_does_not_reach_refuse_in_a_shadow_as_well(bool isCeiling)
    {
        await using var host = await StartAsync(
            app =>
            {
                MapClerks(app);
                app.MapGet("/any", () => "in").RequireAuthorization(p => p.RequireRole("clerk")).RequireAnyCap("notes:view", "notes:create");
                app.MapGet("/all", () => "in").RequireAuthorization(p => p.RequireRole("clerk")).RequireCaps("notes:create").RequireCaps("notes:create", "notes:view");
                app.MapGet("/other", () => "in").RequireAuthorization(p => p.RequireRole("clerk")).RequireCaps("notes:purge");
            },
            b => _ = isCeiling ? b.Services.AddSingleton<ICapabilityCeiling>(new Ceiling(c => c.Name != "notes:view"))
                : b.Services.AddSingleton<ISubjectFactory>(new CredentialSubjectFactory(s => new(s.Id, s.Tenant, s.Roles) { Credential = "key", CredentialCapabilities = ["notes:create", "notes:purge"] })));

        var refused = await host.RefusalAsync("/notes", GuardHost.Session("clerk"));
        Assert.Equal((403, isCeiling ? "ceiling" : "beyond_credential"), (refused.Status, refused.Problem.GetProperty("reason").GetString()));
        Assert.Equal(403, await host.StatusAsync("/all", GuardHost.Session("clerk")));
        // One that is left is enough for any, and what no ceiling is about is the application's.
        Assert.Equal(200, await host.StatusAsync("/any", GuardHost.Session("clerk")));
        Assert.Equal(200, await host.StatusAsync("/other", GuardHost.Session("clerk")));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task S19_a_ceiling_or_a_credential_that_was_never_asked_refuses(bool isCeiling, bool isUnknown)
    {
        // Either the policy that came does not know the capability, or the subject was made without its grants: the decision point comes no further.
        await using var host = await StartAsync(
            app =>
            {
                MapClerks(app);
                app.MapHub<ClerksHub>("/hub");
            },
            b =>
            {
                b.Services.AddSignalR();
                if (isCeiling)
                    b.Services.AddSingleton<ICapabilityCeiling>(new Ceiling(c => c.Name != "notes:view"));
                b.Services.AddSingleton<ISubjectFactory>(new CredentialSubjectFactory(s => isCeiling ? s : new(s.Id, s.Tenant, s.Roles) { Credential = "key", CredentialCapabilities = [] }));
                if (!isUnknown)
                    b.Services.AddSingleton<IGrantStore, NoGrants>();
            });
        if (isUnknown)
            host.Activate("""{ "version": 1, "resources": { "notes": { "actions": ["purge"] } }, "roles": { "reader": {} } }""");

        Assert.Equal(403, await host.StatusAsync("/notes", GuardHost.Session("clerk")));
        await Assert.ThrowsAnyAsync<Exception>(async () => (await HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/hub"), GuardHost.Session("clerk"))).Dispose());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_guard_that_cannot_be_computed_is_counted_and_the_application_decides_unless_a_ceiling_could_not_be_asked(bool hasCeilings)
    {
        await using var host = await StartAsync(MapClerks, b =>
        {
            b.Services.AddSingleton<ISubjectFactory>(new CredentialSubjectFactory(_ => throw new IOException("The store is down.")));
            if (hasCeilings)
                b.Services.AddSingleton<ICapabilityCeiling>(new Ceiling(_ => true));
        });
        var count = CountOf(host);

        Assert.Equal(hasCeilings ? 500 : 200, await host.StatusAsync("/notes", GuardHost.Session("clerk")));
        Assert.Equal(403, await host.StatusAsync("/notes", GuardHost.Session("reader")));

        Assert.All(count.GetMeasurementSnapshot(), m => Assert.Equal("failed", m.Tags[CksGuardDiagnostics.GuardTag]));
        Assert.Equal(hasCeilings ? 1 : 2, count.GetMeasurementSnapshot().Count);
        Assert.All(Disagreements, d => Assert.Contains("for role unknown", d, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(CksClaimTypes.Credential)]
    [InlineData(CksClaimTypes.Actor)]
    public async Task S11_S12_a_limited_credential_and_an_actor_that_could_not_be_asked_pass_no_shadow(string limit)
    {
        await using var host = await StartAsync(MapClerks, b =>
        {
            b.Services.AddSingleton<ISubjectFactory>(new CredentialSubjectFactory(_ => throw new IOException("The store is down.")));
            b.Services.AddSingleton<IClaimsTransformation>(new Limited(limit));
        });

        Assert.Equal(500, await host.StatusAsync("/notes", GuardHost.Session("clerk")));
        Assert.Equal(403, await host.StatusAsync("/notes", GuardHost.Session("reader")));
    }

    [Fact]
    public async Task A_handler_and_a_filter_of_the_application_count_as_before()
    {
        await using var host = await StartAsync(
            app =>
            {
                app.MapControllers();
                app.MapGet("/own", () => "in").RequireAuthorization(p => p.AddRequirements(new EvenDay())).RequireCaps("notes:view");
            },
            b =>
            {
                b.Services.AddSingleton<IAuthorizationHandler, EvenDayHandler>();
                b.Services.AddControllers(o => o.Filters.Add(new AuthorizeFilter(new AuthorizationPolicyBuilder().RequireRole("clerk").Build())))
                    .ConfigureApplicationPartManager(m => m.FeatureProviders.Add(new OnlyControllers(typeof(ClerksController))));
            });

        Assert.Equal(200, await host.StatusAsync("/own", GuardHost.Session("even")));
        Assert.Equal(403, await host.StatusAsync("/own", GuardHost.Session("odd", "reader")));
        // The filter's rule and the attribute's.
        Assert.Equal(200, await host.StatusAsync("/clerks", GuardHost.Session("clerk", "staff")));
        Assert.Equal(403, await host.StatusAsync("/clerks", GuardHost.Session("staff")));
        Assert.Equal(403, await host.StatusAsync("/clerks", GuardHost.Session("clerk")));
        Assert.Equal(2, Disagreements.Count(d => d.Contains("permitted, the guard refused", StringComparison.Ordinal) && d.StartsWith("Shadow: GET clerks", StringComparison.Ordinal)) + Disagreements.Count(d => d.StartsWith("Shadow: GET /own for role none", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Hubs_and_their_methods_are_decided_by_the_applications_rule_and_a_method_without_one_is_enforced()
    {
        await using var host = await StartAsync(app => app.MapHub<ClerksHub>("/hub"), b => b.Services.AddSignalR());
        using var clerk = await HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/hub"), GuardHost.Session("clerk"));
        using var reader = await HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/hub"), GuardHost.Session("reader", "writer"));

        Assert.Equal("seen", (await clerk.InvokeAsync("Look")).GetProperty("result").GetString());
        Assert.Equal("created", (await clerk.InvokeAsync("Create")).GetProperty("result").GetString());
        Assert.Contains("unauthorized", (await clerk.InvokeAsync("Only")).GetProperty("error").GetString()!, StringComparison.Ordinal);
        Assert.Contains("unauthorized", (await reader.InvokeAsync("Create")).GetProperty("error").GetString()!, StringComparison.Ordinal);
        Assert.Equal("only", (await reader.InvokeAsync("Only")).GetProperty("result").GetString());

        Assert.Contains(Disagreements, d => d.StartsWith("Shadow: ClerksHub.Look for role none: the application permitted, the guard refused", StringComparison.Ordinal));
        Assert.Contains(Disagreements, d => d.StartsWith("Shadow: ClerksHub.Create for role none: the application permitted, the guard refused", StringComparison.Ordinal));
        Assert.Contains(Disagreements, d => d.StartsWith("Shadow: ClerksHub.Create for role reader,writer: the application refused, the guard permitted", StringComparison.Ordinal));

        // Another policy ends no connection that the application let in.
        host.Activate("""{ "version": 1, "resources": { "notes": { "actions": ["view", "create", "purge"] } }, "roles": { "reader": {} } }""");
        Assert.Equal("seen", (await clerk.InvokeAsync("Look")).GetProperty("result").GetString());
    }

    [Fact]
    public async Task S19_a_running_host_passes_to_Enforce_and_never_back_and_ends_the_connections_that_guards_refuse()
    {
        var clock = new FakeTimeProvider(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.Zero };
        var until = clock.GetUtcNow() + TimeSpan.FromDays(90);
        await using var host = await StartAsync(
            app =>
            {
                MapClerks(app);
                app.MapHub<ClerksHub>("/hub");
            },
            b =>
            {
                b.Environment.EnvironmentName = "Production";
                b.Services.AddSingleton<TimeProvider>(clock);
                b.Services.AddSignalR();
            },
            o => (o.Enforcement, o.Until) = (Enforcement.Shadow, until));
        using var clerk = await HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/hub"), GuardHost.Session("clerk"));
        Assert.Equal(2, (await clerk.StreamAsync("Tick")).GetProperty("type").GetInt32());
        Assert.Equal(200, await host.StatusAsync("/notes", GuardHost.Session("clerk")));
        clock.Advance(TimeSpan.FromDays(90) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, await host.StatusAsync("/notes", GuardHost.Session("clerk")));

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(403, await host.StatusAsync("/notes", GuardHost.Session("clerk")));
        await clerk.EndAsync();
        clock.AdjustTime(until - TimeSpan.FromDays(30));
        Assert.Equal((403, "CKS503"), (await host.RefusalAsync("/notes", GuardHost.Session("clerk")) is var (status, problem) ? status : 0, problem.GetProperty("code").GetString()));
        Assert.Single(_log.Lines, l => l.Text == "Shadow is over since 2027-01-30 00:00:00Z: all guards are enforced");
        Assert.Single(_log.Lines, l => l.Text == "Shadow: endpoints with a rule of the application's own are decided by that rule until 2027-01-30 00:00:00Z; all others are enforced");
    }

    [Fact]
    public async Task S19_a_host_that_starts_after_Until_enforces()
    {
        await using var host = await StartAsync(MapClerks, options: o => (o.Enforcement, o.Until) = (Enforcement.Shadow, new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)));

        Assert.Equal(403, await host.StatusAsync("/notes", GuardHost.Session("clerk")));
        Assert.Empty(Disagreements);
    }

    [Theory]
    [InlineData("Production", "Production", null, "CKS111 AddCksGuards Enforcement is Shadow without Until, which is for an environment named exactly Development. Set Until to the day on which the guards decide, 90 days ahead at most.")]
    [InlineData("development", "development", null, "CKS111 AddCksGuards Enforcement is Shadow without Until")]
    [InlineData("Development", "Production", null, "CKS111 AddCksGuards Enforcement is Shadow without Until")]
    [InlineData("Production", "Production", 91, "CKS111 AddCksGuards Until is ")]
    [InlineData("Development", "Development", 91, "CKS111 AddCksGuards Until is ")]
    public async Task S19_a_shadow_without_end_or_with_a_far_one_does_not_start(string environment, string configured, int? days, string finding)
    {
        var findings = await GuardHost.FindingsAsync(MapClerks, b =>
        {
            (b.Environment.EnvironmentName, b.Configuration["environment"]) = (environment, configured);
            b.Services.AddCksGuards(o => (o.Enforcement, o.Until) = (Enforcement.Shadow, days is null ? null : TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(days.Value)));
        });

        Assert.StartsWith(finding, Assert.Single(findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_cannot_be_meant_do_not_start()
    {
        Assert.Equal(
            "CKS109 AddCksGuards Enforcement is 7. Set Enforce or Shadow.", Assert.Single(await GuardHost.FindingsAsync(MapClerks, b => b.Services.AddCksGuards(o => o.Enforcement = (Enforcement)7))));
        Assert.Equal(
            "CKS109 AddCksGuards Enforcement is Shadow, and the IPolicyEvaluator OtherEvaluator would enforce the guards. Take it out, or set Enforce.",
            Assert.Single(await GuardHost.FindingsAsync(MapClerks, b =>
            {
                b.Services.AddTransient<IPolicyEvaluator, OtherEvaluator>();
                b.Services.AddCksGuards(o => o.Enforcement = Enforcement.Shadow);
            })));
    }

    [Fact]
    public async Task Enforce_is_what_holds_where_nothing_is_said()
    {
        await using var host = await GuardHost.StartAsync(MapClerks);

        Assert.Equal(403, await host.StatusAsync("/notes", GuardHost.Session("clerk")));
        Assert.Equal(403, await host.StatusAsync("/notes", GuardHost.Session("reader")));
        Assert.Equal(200, await host.StatusAsync("/notes", GuardHost.Session("writer")));
    }

    private sealed class Limited(string limit) : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            var key = new ClaimsPrincipal(principal);
            key.AddIdentity(new([new(limit, "key"), new(CksClaimTypes.CredentialCapabilities, "")]));
            return Task.FromResult(key);
        }
    }

    private sealed class Ceiling(Func<CapabilityId, bool> permits) : ICapabilityCeiling
    {
        public long Version => 1;

        public bool Permits(DecisionContext context, CapabilityId capability) => permits(capability);
    }

    private sealed class NoGrants : IGrantStore
    {
        public ValueTask<IReadOnlyList<Grant>> OfAsync(string issuer, string subjectId, Core.TenantId tenant, CancellationToken cancellationToken = default) => new([]);
    }

    private sealed record EvenDay : IAuthorizationRequirement;

    private sealed class EvenDayHandler : AuthorizationHandler<EvenDay>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, EvenDay requirement)
        {
            // Guards are not among what it sees, as before.
            if (context.User.HasClaim(c => c.Value == "even") && context.Requirements.All(r => r.GetType().Assembly != typeof(RequireCapsAttribute).Assembly))
                context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }

    private sealed class OtherEvaluator(IAuthorizationService authorization) : PolicyEvaluator(authorization);
}
