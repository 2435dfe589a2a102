using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>A host that takes webhooks of the Clerk forge.</summary>
internal sealed class WebhookHost(RevocationForges forges, FakeTimeProvider time, IRevocationStore? store = null, params IWebhookHandler[] handlers) : IAsyncDisposable
{
    private readonly RevocationHost _host = new(forges, time, store, null, services =>
    {
        services.AddCksWebhooks(o => o
            .AddSender(RevocationForges.ClerkIssuer, new Secret<string>(SignedWebhook.Secret))
            .AddSender(forges.Oidc.Issuer, new Secret<string>("whsec_" + Convert.ToBase64String(new byte[32]))));
        foreach (var handler in handlers)
            services.AddSingleton(handler);
    });

    public RevocationHost Inner => _host;

    public IRevocations Revocations => _host.Revocations;

    public async Task<WebhookOutcome> ReceiveAsync(SignedWebhook webhook, string? issuer = null) =>
        await ReceiveAsync(webhook.Headers, System.Text.Encoding.UTF8.GetBytes(webhook.Body), issuer);

    public async Task<WebhookOutcome> ReceiveAsync(Dictionary<string, string[]> headers, byte[] body, string? issuer = null)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IWebhookReceiver>()
            .ReceiveAsync(issuer ?? RevocationForges.ClerkIssuer, name => headers.GetValueOrDefault(name, []), body, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
