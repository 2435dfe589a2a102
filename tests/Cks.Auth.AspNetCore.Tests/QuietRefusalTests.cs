using System.Runtime.ExceptionServices;
using Cks.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Auth.AspNetCore.Tests;

public sealed class QuietRefusalTests
{
    private static readonly AsyncLocal<List<string>?> Thrown = new();

    [Fact]
    public async Task A_bad_token_throws_nothing_on_its_way()
    {
        using var forge = new TokenForge(TestHost.Issuer);
        var services = new ServiceCollection().AddLogging().AddSingleton<ISessionResolver, TestStore>();
        services.AddAuthentication().AddCksBearer(o => o.AddKeys(TestHost.Issuer, forge.Jwks(), "portal"));
        await using var provider = services.BuildServiceProvider();
        AppDomain.CurrentDomain.FirstChanceException += Note;
        try
        {
            Thrown.Value = [];
            foreach (var hostile in HostileTokens.For(forge, "ada", "portal").Where(h => !h.Token.Contains(',', StringComparison.Ordinal)))
            {
                var context = new DefaultHttpContext { RequestServices = provider };
                context.Request.Headers.Authorization = $"Bearer {hostile.Token}";
                Assert.False((await context.AuthenticateAsync()).Succeeded);
                Assert.True(Thrown.Value.Count == 0, $"{hostile}: {string.Join(", ", Thrown.Value)}");
            }

            // The measure measures.
            Assert.Throws<FormatException>(() => int.Parse("x", System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal([nameof(FormatException)], Thrown.Value);
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= Note;
        }

        // Only what this test's own flow throws: others run beside it.
        static void Note(object? sender, FirstChanceExceptionEventArgs e) => Thrown.Value?.Add(e.Exception.GetType().Name);
    }
}
