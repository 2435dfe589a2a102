using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>One host of several on one store, one record of revocations, one clock and, where there is one, one bus.</summary>
internal sealed class SessionHost : IAsyncDisposable
{
    public const string Issuer = "https://login.example";

    private readonly ServiceProvider _services;

    public SessionHost(
        FakeTimeProvider time, ISessionStore store, IRevocationStore record, Action<CksSessionOptions>? configure = null, IChangeBus? bus = null, ISessionSource? source = null, Action<CksBootstrapOptions>? bootstrap = null)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time).AddSingleton(store).AddSingleton(record)
            .AddCksAuth(o => o.AddKeys(Issuer, Keys, "portal")).AddCksSessions(configure);
        if (bus is not null)
            services.AddSingleton(bus);
        if (source is not null)
            services.AddSingleton(source).AddCksBootstrap<NoSource>(bootstrap);
        _services = services.BuildServiceProvider();
        Limits = _services.GetRequiredService<Sessions>();
        Notices = _services.GetRequiredService<SessionNotices>();
    }

    private static string Keys { get; } = MakeKeys();

    public Sessions Limits { get; }

    public SessionNotices Notices { get; }

    public ISessions Sessions => _services.GetRequiredService<ISessions>();

    public Bootstrap Bootstrap => _services.GetRequiredService<Bootstrap>();

    public LiveSessions Streams => _services.GetRequiredService<LiveSessions>();

    public IRevocations Revocations => _services.GetRequiredService<IRevocations>();

    public static ValidatedToken Token(string subject, string? session, DateTimeOffset now, DateTimeOffset? authenticated = null) =>
        ValidatedToken.TryRestore(Issuer, subject, session, now, now.AddDays(1), out var token) ? token.With(null, authenticated) : throw new ArgumentException("It is no token.", nameof(subject));

    public static UserSession Person(string subject, string role = "crew", string? hub = null) => new()
    {
        Issuer = Issuer,
        Subject = subject,
        Tenant = TenantId.Parse("main"),
        Code = "CRW-001",
        Roles = [role],
        Status = "active",
        Hub = hub,
    };

    public Task StartAsync() => Notices.StartAsync(TestContext.Current.CancellationToken);

    public async Task<string?> UseAsync(ValidatedToken token, string role = "crew", string? hub = null) =>
        (await Limits.UseAsync(token, Person(token.Subject, role), hub, TestContext.Current.CancellationToken))?.ToText();

    public async ValueTask DisposeAsync()
    {
        await Notices.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    private static string MakeKeys()
    {
        using var forge = new Cks.Testing.TokenForge(Issuer);
        return forge.Jwks();
    }

    private sealed class NoSource : ISessionSource
    {
        public IReadOnlyCollection<string> KnownRoles => [];

        public ValueTask<IReadOnlyList<SessionRecord>> ReadAsync(string issuer, string subject, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
