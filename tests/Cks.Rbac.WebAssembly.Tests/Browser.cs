using System.Net;
using System.Security.Claims;
using Cks.Rbac.AspNetCore.Tests;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Rbac.WebAssembly.Tests;

/// <summary>An application in the browser without the browser: its services, its renderer, and whoever is signed in, with a client that sends what the browser would.</summary>
internal sealed class Browser : AuthenticationStateProvider, IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly AsyncServiceScope _scope;
    private readonly HtmlRenderer _renderer;
    private readonly Sender _sender;
    private AuthenticationState _state = new(new(new ClaimsIdentity()));

    public Browser(Uri server, Action<CksPermissionsOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        _sender = new(this);
        var all = new ServiceCollection();
        all.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        all.AddSingleton<TimeProvider>(Clock);
        all.AddScoped(_ => new HttpClient(_sender, disposeHandler: false) { BaseAddress = server });
        all.AddSingleton<AuthenticationStateProvider>(this);
        all.AddCascadingAuthenticationState();
        services?.Invoke(all);
        all.AddCksPermissions(configure);
        _services = all.BuildServiceProvider();
        // An application in the browser has one scope.
        _scope = _services.CreateAsyncScope();
        _renderer = new(Services, NullLoggerFactory.Instance);
    }

    public FakeTimeProvider Clock { get; } = new();

    /// <summary>What was asked of the server, with the tag that was sent and the status that came back; 0 for none.</summary>
    public IReadOnlyList<(string Path, string? Tag, int Status)> Sent => _sender.Sent;

    /// <summary>Answers instead of the server.</summary>
    public Func<HttpRequestMessage, Task<HttpResponseMessage>>? Instead { get; set; }

    public IServiceProvider Services => _scope.ServiceProvider;

    public ClientPermissions Permissions => Services.GetRequiredService<ClientPermissions>();

    public ClaimsPrincipal User => _state.User;

    private string? Session { get; set; }

    public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(_state);

    /// <summary>Signs somebody in with these roles. The claims that the browser knows have none of them.</summary>
    public Task SignInAsync(params string[] roles) => ChangeAsync(GuardHost.Session(roles), new ClaimsIdentity([new("name", "ann")], "cookie"));

    public Task SignOutAsync() => ChangeAsync(null, new ClaimsIdentity());

    /// <summary>Sends nothing of who is signed in from now on.</summary>
    public void Forget() => Session = null;

    /// <summary>Renders a component and waits for what it waits for.</summary>
    public async Task<Page> RenderAsync(RenderFragment content) => new(_renderer, await _renderer.Dispatcher.InvokeAsync(() =>
        _renderer.RenderComponentAsync<PermissionState>(ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(PermissionState.ChildContent)] = content }))));

    /// <summary>What a view with this policy shows.</summary>
    public async Task<string> ShowAsync(string policy, object? row = null) => await (await RenderAsync(View(policy, row))).TextAsync();

    /// <summary>A view that shows <c>in</c> or <c>out</c>.</summary>
    public static RenderFragment View(string policy, object? row = null) => b =>
    {
        b.OpenComponent<AuthorizeView>(0);
        b.AddComponentParameter(1, nameof(AuthorizeView.Policy), policy);
        b.AddComponentParameter(2, nameof(AuthorizeView.Resource), row);
        b.AddComponentParameter(3, nameof(AuthorizeView.Authorized), (RenderFragment<AuthenticationState>)(_ => c => c.AddContent(0, "in ")));
        b.AddComponentParameter(4, nameof(AuthorizeView.NotAuthorized), (RenderFragment<AuthenticationState>)(_ => c => c.AddContent(0, "out ")));
        b.AddComponentParameter(5, nameof(AuthorizeView.Authorizing), (RenderFragment)(c => c.AddContent(0, "... ")));
        b.CloseComponent();
    };

    public async ValueTask DisposeAsync()
    {
        await _renderer.DisposeAsync();
        await _scope.DisposeAsync();
        await _services.DisposeAsync();
        _sender.Dispose();
    }

    private Task ChangeAsync(string? session, ClaimsIdentity identity) => _renderer.Dispatcher.InvokeAsync(() =>
    {
        (Session, _state) = (session, new(new(identity)));
        NotifyAuthenticationStateChanged(Task.FromResult(_state));
    });

    /// <summary>What stands on the page now.</summary>
    internal sealed class Page(HtmlRenderer renderer, Microsoft.AspNetCore.Components.Web.HtmlRendering.HtmlRootComponent root)
    {
        public Task<string> TextAsync() => renderer.Dispatcher.InvokeAsync(() => root.ToHtmlString().Trim());

        /// <summary>Waits until it shows this.</summary>
        public async Task ShowsAsync(string expected)
        {
            var shown = "";
            for (var i = 0; i < 600 && (shown = await TextAsync()) != expected; i++)
                await Task.Delay(50, TestContext.Current.CancellationToken);
            Assert.Equal(expected, shown);
        }
    }

    // The cookie of whoever is signed in goes with each request, as it does in a browser.
    private sealed class Sender(Browser browser) : DelegatingHandler(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        private readonly List<(string, string?, int)> _sent = [];

        public IReadOnlyList<(string Path, string? Tag, int Status)> Sent
        {
            get
            {
                lock (_sent)
                    return [.. _sent];
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var tag = request.Headers.IfNoneMatch.SingleOrDefault()?.Tag;
            if (browser.Session is { } session)
                request.Headers.Add(HeaderAuthenticationHandler.First, session);
            HttpStatusCode status = 0;
            try
            {
                var response = browser.Instead is { } instead ? await instead(request).WaitAsync(cancellationToken) : await base.SendAsync(request, cancellationToken);
                status = response.StatusCode;
                return response;
            }
            finally
            {
                lock (_sent)
                    _sent.Add((request.RequestUri!.AbsolutePath, tag, (int)status));
            }
        }
    }
}
