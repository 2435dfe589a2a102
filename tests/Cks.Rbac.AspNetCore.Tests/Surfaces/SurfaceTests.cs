using System.Net.WebSockets;
using System.Text;
using Cks.Rbac.AspNetCore.Tests.Guards;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cks.Rbac.AspNetCore.Tests.Surfaces;

/// <summary>Each kind of surface: without a rule the host does not start, with one it is enforced, and without our part it never runs open.</summary>
public sealed class SurfaceTests
{
    /// <summary>A surface and one of its rules.</summary>
    public static TheoryData<string, string> Rules => new()
    {
        { "minimal", "caps" }, { "minimal", "any" }, { "minimal", "roles" },
        { "mvc", "caps" }, { "mvc", "any" }, { "mvc", "roles" },
        { "page", "guarded" },
        { "hub", "Caps" },
        { "method", "Caps" }, { "method", "Any" }, { "method", "Roles" },
        { "grpc", "Caps" }, { "grpc", "Any" }, { "grpc", "Roles" },
        { "component", "caps" },
        { "views", "view" }, { "views", "route" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_rule_is_enforced(string kind, string rule)
    {
        await using var host = await StartAsync(kind);

        Assert.Equal("in", await AskAsync(host, kind, rule, GuardHost.Session("writer")));
        Assert.Equal("denied", await AskAsync(host, kind, rule, GuardHost.Session("reader")));
        Assert.Equal("denied", await AskAsync(host, kind, rule, GuardHost.Session()));
        Assert.Equal("anonymous", await AskAsync(host, kind, rule, null));
    }

    [Theory]
    [InlineData("minimal", "GET /minimal/open")]
    [InlineData("mvc", "GET mvc/open")]
    [InlineData("page", "* pages/open")]
    [InlineData("hub", "* /bare")]
    [InlineData("grpc", "POST /notes/Caps")]
    [InlineData("component", "GET,POST /components/open")]
    public async Task Without_a_rule_the_host_does_not_start(string kind, string endpoint)
    {
        var findings = await GuardHost.FindingsAsync(app => Map(app, kind, isOpen: true), b => Configure(b, kind, isOpen: true));

        Assert.Contains($"CKS110 {endpoint} The endpoint has no rule. Add .RequireCaps(...) or .AllowAnonymous().", findings);
    }

    /// <summary>The same but for methods of hubs.</summary>
    public static TheoryData<string, string> RulesOfEndpoints => [.. Rules.Select(r => r.Data).Where(r => r.Item1 != "method")];

    [Theory]
    [MemberData(nameof(RulesOfEndpoints))]
    public async Task Without_AddCksGuards_nobody_passes(string kind, string rule)
    {
        await using var host = await StartAsync(kind, hasGuards: false);

        foreach (var session in (string?[])[GuardHost.Session("writer"), GuardHost.Session("reader"), null])
            Assert.NotEqual("in", await AskAsync(host, kind, rule, session));
        Assert.Equal("error", await AskAsync(host, kind, rule, GuardHost.Session("writer")));
    }

    [Theory]
    [InlineData("Caps")]
    [InlineData("Any")]
    [InlineData("Roles")]
    public async Task Without_AddCksGuards_no_method_of_a_hub_is_called(string method)
    {
        var log = new LogLines();
        var host = await GuardHost.StartAsync(
            app => Map(app, "method", isOpen: false),
            b =>
            {
                Configure(b, "method", isOpen: false);
                b.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace);
                b.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
            },
            hasGuards: false);
        using var connection = await HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/hub"), GuardHost.Session("writer"));

        // SignalR gives no answer at all where asking for the policy fails.
        await connection.CallAsync(method);
        Assert.True(SpinWait.SpinUntil(() => log.Lines.Any(l => l.Text.StartsWith("Received hub invocation", StringComparison.Ordinal)), TimeSpan.FromSeconds(20)));
        await host.DisposeAsync();

        Assert.DoesNotContain(log.Lines, l => l.Text == SurfaceHub.Ran);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Without_the_middleware_nobody_passes(string kind, string rule)
    {
        // What WebApplication sets when an application adds the middleware itself: here nobody did.
        await using var host = await StartAsync(kind, map: app => ((IApplicationBuilder)app).Properties["__AuthorizationMiddlewareSet"] = true);

        foreach (var session in (string?[])[GuardHost.Session("writer"), GuardHost.Session("reader"), null])
            Assert.Equal("error", await AskAsync(host, kind, rule, session));
    }

    private static Task<GuardHost> StartAsync(string kind, bool hasGuards = true, Action<WebApplication>? map = null) => GuardHost.StartAsync(
        app =>
        {
            map?.Invoke(app);
            Map(app, kind, isOpen: false);
        },
        b => Configure(b, kind, isOpen: false),
        hasGuards: hasGuards);

    private static void Configure(WebApplicationBuilder builder, string kind, bool isOpen)
    {
        switch (kind)
        {
            case "mvc":
                builder.Services.AddControllers().ConfigureApplicationPartManager(m => m.FeatureProviders.Add(new OnlyControllers(isOpen ? typeof(OpenController) : typeof(SurfaceController))));
                break;
            case "page":
                builder.Services.AddRazorPages(o =>
                {
                    if (!isOpen)
                        o.Conventions.AllowAnonymousToPage("/Open");
                });
                break;
            case "hub" or "method":
                builder.Services.AddSignalR();
                break;
            case "grpc":
                builder.WebHost.ConfigureKestrel(o => o.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http2));
                builder.Services.AddGrpc();
                break;
            case "component" or "views":
                builder.Services.AddRazorComponents();
                builder.Services.AddCascadingAuthenticationState();
                break;
        }
    }

    private static void Map(WebApplication app, string kind, bool isOpen)
    {
        switch (kind)
        {
            case "minimal" when isOpen:
                app.MapGet("/minimal/open", () => "in");
                break;
            case "minimal":
                app.MapGet("/minimal/caps", [RequireCaps("notes:create")] () => "in");
                app.MapGet("/minimal/any", [RequireAnyCap("notes:purge", "notes:create")] () => "in");
                app.MapGet("/minimal/roles", [RequireRoles("writer", "trainee")] () => "in");
                break;
            case "mvc":
                app.MapControllers();
                break;
            case "page":
                app.MapRazorPages();
                break;
            case "hub" when isOpen:
                app.MapHub<BareHub>("/bare");
                break;
            case "hub":
                app.MapHub<GuardedHub>("/hub");
                break;
            case "method":
                app.MapHub<SurfaceHub>("/hub").RequireAuthorization();
                break;
            case "grpc" when isOpen:
                app.MapGrpcService<BareService>();
                break;
            case "grpc":
                app.MapGrpcService<NotesService>();
                break;
            case "component" or "views":
                app.UseAntiforgery();
                app.MapRazorComponents<SurfaceApp>().Add(e =>
                {
                    if (!isOpen && ((RouteEndpointBuilder)e).RoutePattern.RawText == "/components/open")
                        e.Metadata.Add(new AllowAnonymousAttribute());
                });
                break;
        }
    }

    /// <summary><c>in</c>, <c>denied</c>, <c>anonymous</c>, or <c>error</c> for whatever is neither.</summary>
    private static Task<string> AskAsync(GuardHost host, string kind, string rule, string? session) => kind switch
    {
        "minimal" or "mvc" => AskHttpAsync(host, kind == "mvc" ? $"/mvc/surface/{rule}" : $"/minimal/{rule}", session),
        "page" => AskHttpAsync(host, $"/pages/{rule}", session),
        "component" => AskHttpAsync(host, $"/components/{rule}", session),
        "views" => AskViewAsync(host, rule, session),
        "grpc" => AskGrpcAsync(host, rule, session),
        _ => AskHubAsync(host, rule, session),
    };

    private static async Task<string> AskHttpAsync(GuardHost host, string path, string? session) =>
        await host.TextAsync(path, session) switch
        {
            (200, var body) when body.Contains("in", StringComparison.Ordinal) => "in",
            (401, _) => "anonymous",
            (403, _) => "denied",
            _ => "error",
        };

    private static async Task<string> AskViewAsync(GuardHost host, string rule, string? session)
    {
        var (status, body) = await host.TextAsync("/components/views", session);
        return status switch
        {
            200 => body.Split(' ').Single(p => p.Contains($"{rule}:", StringComparison.Ordinal)).Contains(":in", StringComparison.Ordinal) ? "in" : "denied",
            401 => "anonymous",
            _ => "error",
        };
    }

    private static async Task<string> AskGrpcAsync(GuardHost host, string rule, string? session)
    {
        using var channel = GrpcChannel.ForAddress(host.Http.BaseAddress!);
        var headers = session is null ? [] : new Metadata { { HeaderAuthenticationHandler.First, session } };
        try
        {
            var answer = await channel.CreateCallInvoker().AsyncUnaryCall(NotesService.MethodOf(rule), null, new CallOptions(headers, cancellationToken: TestContext.Current.CancellationToken), [1]);
            return Encoding.UTF8.GetString(answer);
        }
        catch (RpcException e)
        {
            return e.StatusCode switch { StatusCode.PermissionDenied => "denied", StatusCode.Unauthenticated => "anonymous", _ => "error" };
        }
    }

    private static async Task<string> AskHubAsync(GuardHost host, string rule, string? session)
    {
        var status = await host.StatusAsync("/hub/negotiate", session, method: HttpMethod.Post);
        if (status != 200)
            return status switch { 401 => "anonymous", 403 => "denied", _ => "error" };
        try
        {
            using var connection = await HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/hub"), session!);
            var answer = await connection.InvokeAsync(rule);
            return answer.TryGetProperty("result", out var result) ? result.GetString()! : answer.GetProperty("error").GetString()!.Contains("unauthorized", StringComparison.Ordinal) ? "denied" : "error";
        }
        catch (WebSocketException)
        {
            return "error";
        }
    }
}
