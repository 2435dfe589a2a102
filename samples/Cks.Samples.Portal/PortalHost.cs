using System.Data.Common;
using Cks.QueryBuilder;
using Cks.Samples.Portal.Api;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Hardening;
using Cks.Samples.Portal.Keys;
using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Pages;
using Cks.Samples.Portal.Pages.Widgets;
using Cks.Samples.Portal.Plugins.Backlog;
using Cks.Samples.Portal.Sessions;
using Cks.Samples.Portal.SignIn;
using Cks.Samples.Portal.Work;
using Cks.Scope;
using Cks.Testing.AspNetCore;

namespace Cks.Samples.Portal;

/// <summary>Puts the portal together: the same code on SQLite and PostgreSQL, in Development with an issuer of its own, elsewhere with the one that the configuration names.</summary>
internal sealed class PortalHost : IAsyncDisposable
{
    /// <summary>Audience of the portal's tokens.</summary>
    public const string Audience = "portal";

    private const string LocalAddress = "http://127.0.0.1:5080";

    private PortalHost(WebApplication app, TokenIssuer? issuer) => (App, Issuer) = (app, issuer);

    public WebApplication App { get; }

    /// <summary>The issuer for development; <see langword="null"/> everywhere else.</summary>
    public TokenIssuer? Issuer { get; }

    /// <summary>The first address that the host listens on.</summary>
    public string Address => App.Urls.First();

    public static async Task<PortalHost> BuildAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        var settings = PortalSettings.From(builder.Configuration);
        var isDevelopment = DevelopmentOnly.IsDevelopment(builder.Environment);
        if (isDevelopment && string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls(FreeAddress());
        var issuer = isDevelopment ? await builder.AddCksTokenIssuerAsync() : null;
        string? policy = null;
        try
        {
            builder.AddCks(o =>
            {
                (o.Authority, o.Audience) = (issuer?.Address ?? o.Authority, issuer is null ? o.Audience : Audience);
                o.HubTargets = PortalTargets.Add;
                policy = o.Policy;
            });
            // Of what hubs are made, and what a tenant changes of all its hubs: its name and colours.
            builder.Services.AddCksHubConfig().AddWidgets().AddTenants("hubs/tenants/{tenant}.json", "acme")
                .AddPlugin<BacklogPlugin>(BacklogPlugin.Id, Caps.Orders.List)
                .AddPluginReader<IMyOrders>((services, me) => new MyOrders(services.GetRequiredService<IScopeService>(), services.GetRequiredService<Reach>(), me));
            builder.Services.AddSingleton<DbDataSource>(_ => settings.Engine.CreateDataSource(settings.ConnectionString));
            builder.Services.AddSingleton<SqlCompiler>(settings.Engine == PortalEngine.Postgres ? PostgresCompiler.Default : SqliteCompiler.Default);
            builder.Services.AddCksStorage();
            if (isDevelopment)
                builder.Services.AddCksStorageMigrations(settings.Engine.StorageOf(settings.ConnectionString));
            builder.AddPolicy(policy);
            builder.AddSessions(isDevelopment);
            builder.Services.AddPortalWork();
            builder.Services.AddHubPages();
            builder.AddSignIn(issuer);
            var hasKeys = builder.AddKeys(isDevelopment);
            builder.Services.AddDescription();
            builder.AddHardening();
            if (isDevelopment)
                builder.Services.AddAuthentication().AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, ActAsHandler>(ActAsHandler.Scheme, null);
            var app = builder.Build();
            await PortalDatabase.PrepareAsync(app, settings, issuer);
            app.UseHardening(isDevelopment);
            app.MapHealth();
            app.MapMe();
            app.MapSessions();
            app.MapScope();
            app.MapOrders();
            app.MapServices();
            app.MapReports();
            app.MapActivity();
            app.MapAssignments();
            app.MapArchive();
            app.MapDirectory();
            app.MapGrants();
            if (hasKeys)
                app.MapKeys();
            app.MapCksHub("/api/hub");
            app.MapCksHubData("/api/hub/data");
            // It asks for the capability itself; said as a guard, it stands in the list of endpoints.
            app.MapCksHubCatalog("/api/hub/catalog", Caps.Hub.Build).RequireCaps(Caps.Hub.Build);
            app.MapHubPages(isDevelopment);
            app.MapSignIn();
            app.MapDescription(isDevelopment);
            return new(app, issuer);
        }
        catch
        {
            if (issuer is not null)
                await issuer.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (Issuer is not null)
            await Issuer.DisposeAsync();
    }

    /// <summary>Tells whoever started the portal where to look and what to try.</summary>
    public async Task PrintWelcomeAsync(TextWriter output)
    {
        await output.WriteLineAsync($"Cks portal on {Address}");
        if (Issuer is null)
            return;
        var (contractor, crew) = (Issuer.Forge.Mint(PortalSeeds.SubjectOf("main", "CON-002"), Audience, TimeSpan.FromMinutes(10)), Issuer.Forge.Mint(PortalSeeds.SubjectOf("main", "CRW-002"), Audience, TimeSpan.FromMinutes(10)));
        await output.WriteLineAsync($"""
            Sign in:  {Address}/hub
            Hub page: {Address}/hub?as=CON-002   (also MGR-001, CUS-001, CEN-001, CRW-001, WHS-001, ADM-001)

            allowed:
            curl -s {Address}/api/me/bootstrap -H "Authorization: Bearer {contractor}"

            scoped (only the caller's own centers and crew):
            curl -s {Address}/api/scope -H "Authorization: Bearer {contractor}"

            denied (crew lack the capability, and the answer says which):
            curl -s {Address}/api/admin/directory -H "Authorization: Bearer {crew}"

            The tokens live for 10 minutes. Stop with Ctrl+C.
            """);
    }

    /// <summary>The portal's own address, or a free one where that is taken.</summary>
    private static string FreeAddress()
    {
        try
        {
            using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, new Uri(LocalAddress).Port);
            probe.Start();
            return LocalAddress;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return "http://127.0.0.1:0";
        }
    }
}
