using Cks.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>One issuer with given keys and a warm validator for a whole class; its clock stands still.</summary>
public sealed class ForgeFixture : IAsyncLifetime
{
    public ForgeFixture()
    {
        Forge = new("https://login.example", Time);
        Host = AuthHost.For(Forge, Time);
        Hostile = HostileTokens.For(Forge, "user-1", "portal");
    }

    public FakeTimeProvider Time { get; } = new(AuthHost.Start);

    public TokenForge Forge { get; }

    public IReadOnlyList<HostileToken> Hostile { get; }

    internal AuthHost Host { get; }

    public async ValueTask InitializeAsync() => Assert.True((await Host.ValidateAsync(Forge.Mint("user-1", "portal"))).IsValid);

    public ValueTask DisposeAsync()
    {
        Host.Dispose();
        Forge.Dispose();
        return ValueTask.CompletedTask;
    }
}
