using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Auth.Tests;

public sealed class SecretWatchTests : ISecurityEventSink
{
    private readonly TaskCompletionSource<SecurityEventKind> _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    void ISecurityEventSink.Report(SecurityEvent securityEvent) => _heard.TrySetResult(securityEvent.Kind);

    [Fact]
    public async Task A_secret_that_changes_while_the_host_runs_is_told_to_its_sinks()
    {
        var value = Convert.ToBase64String(new byte[32]);
        using var source = new SecretSource(name => name == "Pepper" ? Volatile.Read(ref value) : null, new() { Interval = TimeSpan.FromSeconds(1) });
        var pepper = source.Bytes("Pepper");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<ISecurityEventSink>(this);
        builder.Services.AddCksSecrets(source);
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        Volatile.Write(ref value, Convert.ToBase64String([.. Enumerable.Repeat((byte)9, 32)]));
        Assert.Equal(SecurityEventKinds.SecretRotated, await _heard.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        Assert.Equal(9, pepper.Reveal()[0]);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }
}
