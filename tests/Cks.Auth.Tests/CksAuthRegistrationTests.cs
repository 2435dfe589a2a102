using Cks.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Auth.Tests;

public sealed class CksAuthRegistrationTests
{
    [Fact]
    public async Task A_program_without_logging_and_without_a_host_validates_and_revokes()
    {
        using var forge = new TokenForge("https://login.example");
        await using var services = new ServiceCollection().AddCksAuth(o => o.AddKeys(forge.Issuer, forge.Jwks(), "portal")).BuildServiceProvider();
        var token = forge.Mint("user-1", "portal", claims: new() { ["sid"] = "session-1" });
        var validator = services.GetRequiredService<ITokenValidator>();

        Assert.True((await validator.ValidateAsync(token.AsMemory(), TestContext.Current.CancellationToken)).IsValid);
        await services.GetRequiredService<IRevocations>().EndSessionAsync(forge.Issuer, "session-1", TestContext.Current.CancellationToken);
        Assert.Equal(TokenRejectionReason.Revoked, (await validator.ValidateAsync(token.AsMemory(), TestContext.Current.CancellationToken)).Reason);
    }
}
