using System.Buffers.Text;
using System.Runtime.ExceptionServices;
using Cks.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>
/// A validator that trusts an issuer of every profile, each found over real HTTP, and the hostile tokens of all of them. Whatever is asked here is also watched: no token may cause an exception, a
/// request, a wait or more than a little memory.
/// </summary>
public sealed class CaseLab : IAsyncLifetime
{
    public const string User = "user_2RfWKJREkjKbHZy0Wqa5qrHeAnb";
    public const string Party = "https://portal.example";

    // How the header of every token begins that names ES256.
    private static readonly string EllipticHeader = Base64Url.EncodeToString("{\"alg\":\"ES256\","u8);

    private readonly List<LoopbackServer> _servers = [];
    private ServiceProvider _services = null!;

    public FakeTimeProvider Time { get; } = new(AuthHost.Start);

    /// <summary>An OpenID Connect provider with two published keys.</summary>
    public TokenForge Oidc { get; private set; } = null!;

    /// <summary>The same with elliptic keys.</summary>
    public TokenForge Elliptic { get; private set; } = null!;

    public TokenForge Rfc9068 { get; private set; } = null!;

    public TokenForge Clerk { get; private set; } = null!;

    public IReadOnlyList<HostileToken> Hostile { get; private set; } = [];

    private int Requests => _servers.Sum(s => s.Requests);

    public async ValueTask InitializeAsync()
    {
        Oidc = await StartAsync("RS256");
        Oidc.RotateKey(keepPrevious: true);
        Elliptic = await StartAsync("ES256");
        Rfc9068 = await StartAsync("RS256");
        Clerk = await StartAsync("RS256");
        _services = Services(o => o
            .AddOidc(Oidc.Issuer, "portal", i => i.AllowAnyTenant("tests"))
            .AddOidc(Elliptic.Issuer, "portal", i => i.AllowAnyTenant("tests"))
            .AddRfc9068(Rfc9068.Issuer, "portal", i => i.AllowAnyTenant("tests"))
            .AddClerk(Clerk.Issuer, i => i.AllowAnyTenant("tests").AuthorizedParties.Add(Party)));
        foreach (var token in new[] { Good(Oidc), Good(Elliptic), Rfc9068.MintAccessToken("ada", "portal"), Clerk.MintClerkSession(User, Party) })
            Assert.True((await _services.GetRequiredService<ITokenValidator>().ValidateAsync(token.AsMemory(), TestContext.Current.CancellationToken)).IsValid);
        Hostile =
        [
            .. HostileTokens.For(Oidc, "ada", "portal"), .. HostileTokens.For(Elliptic, "ada", "portal"), .. HostileTokens.ForRfc9068(Rfc9068, "ada", "portal"),
            .. HostileTokens.ForClerk(Clerk, User, Party),
        ];
    }

    public static string Good(TokenForge forge) => forge.Mint("ada", "portal");

    /// <summary>Every token of a case is refused, for these reasons and no others.</summary>
    public void Refuses(int number, params TokenRejectionReason[] reasons)
    {
        var tokens = Hostile.Where(h => h.Case == number).ToArray();
        Assert.Equal(reasons.Order(), tokens.Select(t => t.Expected).Distinct().Order());
        Assert.Empty(tokens.Select(Complaint).OfType<string>());
    }

    /// <summary>What is wrong with the answer to a hostile token, if anything is.</summary>
    public string? Complaint(HostileToken token)
    {
        var (outcome, bytes) = Watch(_services, token.Token, default);
        var bar = Bar(token);
        return outcome.Reason != token.Expected ? $"{token}: {outcome}, expected {token.Expected.ToText()}"
            : bytes > bar ? $"{token}: {bytes} bytes, at most {bar} are allowed"
            : null;
    }

    public void Refuses(string token, TokenRejectionReason reason, TokenTransport transport = TokenTransport.Header) =>
        Assert.Equal(reason, Watch(_services, token, new(transport)).Outcome.Reason);

    public ValidatedToken Accepts(string token, TokenTransport transport = TokenTransport.Header)
    {
        var outcome = Watch(_services, token, new(transport)).Outcome;
        Assert.True(outcome.IsValid, outcome.ToString());
        return outcome.Token;
    }

    /// <summary>Asks a validator with settings of its own, whose keys are given.</summary>
    public TokenOutcome Ask(string token, Action<CksTokenOptions> configure, TokenTransport transport = TokenTransport.Header)
    {
        using var services = Services(configure);
        return Watch(services, token, new(transport)).Outcome;
    }

    /// <summary>Revokes something of the issuers here.</summary>
    public async Task RevokeAsync(Func<IRevocations, ValueTask> revoke) => await revoke(_services.GetRequiredService<IRevocations>());

    /// <summary>What a token that is refused for a reason costs in bytes.</summary>
    public long CostOfRefusing(string token, TokenRejectionReason reason)
    {
        var (outcome, bytes) = Watch(_services, token, default);
        Assert.Equal(reason, outcome.Reason);
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        foreach (var server in _servers)
            await server.DisposeAsync();
        foreach (var forge in new[] { Oidc, Elliptic, Rfc9068, Clerk })
            forge.Dispose();
    }

    private long Bar(HostileToken token)
    {
        if (!token.Token.StartsWith(EllipticHeader, StringComparison.Ordinal))
            return token.Expected is < TokenRejectionReason.SignatureInvalid or TokenRejectionReason.Expired ? 512 : 1024;
        // To verify with an elliptic key costs .NET itself 1,272 bytes, and two times that contradict each other are judged after that.
        return token.Expected is < TokenRejectionReason.SignatureInvalid and not TokenRejectionReason.MalformedClaim or TokenRejectionReason.Expired ? 512 : 2048;
    }

    private ServiceProvider Services(Action<CksTokenOptions> configure) => new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Time).AddCksAuth(configure).BuildServiceProvider();

    private async Task<TokenForge> StartAsync(string algorithm)
    {
        TokenForge? forge = null;
        var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync(context.Request.Path.Value switch
        {
            "/.well-known/openid-configuration" => $$"""{"issuer":"{{forge!.Issuer}}","jwks_uri":"{{forge.Issuer}}/jwks"}""",
            _ => forge!.Jwks(),
        }));
        _servers.Add(server);
        return forge = new(server.Address, Time, algorithm);
    }

    private (TokenOutcome Outcome, long Bytes) Watch(ServiceProvider services, string token, TokenPresentation presentation)
    {
        var validator = services.GetRequiredService<ITokenValidator>();
        var (requests, exceptions, thread) = (Requests, new List<string>(), Environment.CurrentManagedThreadId);
        TokenOutcome? outcome = null;
        var least = long.MaxValue;
        EventHandler<FirstChanceExceptionEventArgs> note = (_, e) =>
        {
            if (Environment.CurrentManagedThreadId == thread)
                exceptions.Add(e.Exception.Message);
        };
        AppDomain.CurrentDomain.FirstChanceException += note;
        try
        {
            // The first time warms up; the least of the others is what the token costs, for memory that was borrowed and lost in between is not of its making.
            for (var i = 0; i < 4; i++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var validation = validator.ValidateAsync(token.AsMemory(), presentation, TestContext.Current.CancellationToken);
                var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(validation.IsCompleted, "The validator waits for something.");
                outcome = validation.Result;
                least = i == 0 ? least : Math.Min(least, bytes);
            }
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= note;
        }

        Assert.Empty(exceptions);
        Assert.Equal(requests, Requests);
        return (outcome!, least);
    }
}
