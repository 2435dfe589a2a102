using System.Globalization;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>Hundreds of thousands of changed tokens, most of them signed by the right key, judged here and by the rules as <see cref="ReferenceToken"/> has them.</summary>
public sealed class ReferenceFuzzTests
{
    // One million: CKS_TOKEN_MUTATIONS=1000000.
    private static readonly int Mutations = int.TryParse(Environment.GetEnvironmentVariable("CKS_TOKEN_MUTATIONS"), CultureInfo.InvariantCulture, out var mutations) ? mutations : 200_000;

    // A signature by RSA takes as long as twenty by P-256, so one token in a hundred has to do.
    private const int TokensPerRsaToken = 100;

    [Fact]
    public void Nothing_is_accepted_that_the_rules_refuse_and_nothing_refused_that_they_accept()
    {
        var time = new FakeTimeProvider(AuthHost.Start);
        using var oidc = FuzzIssuer.Oidc(new("https://login.example", time, "ES256"));
        using var access = FuzzIssuer.Rfc9068(new("https://access.example", time, "ES256"));
        using var clerk = FuzzIssuer.Clerk(new("https://clerk.portal.example", time, "ES256"));
        using var rsa = FuzzIssuer.Oidc(new("https://rsa.example", time));
        using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time).AddCksAuth(o => Trust(o, oidc, access, clerk, rsa)).BuildServiceProvider();
        var validator = services.GetRequiredService<ITokenValidator>();
        FuzzIssuer[] elliptic = [oidc, access, clerk];
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var (accepted, reasons, differences, exceptions) = (0, new HashSet<TokenRejectionReason>(), new HashSet<string>(), new ExceptionCount());

        for (var seed = 0; seed < Mutations; seed++)
        {
            var issuer = seed % TokensPerRsaToken == 0 ? rsa : elliptic[seed % elliptic.Length];
            var token = new TokenMutator(issuer, seed, now).Make();
            var expected = new ReferenceToken(issuer, now).Judge(token);
            var outcome = exceptions.During(() => validator.ValidateAsync(token.Text.AsMemory(), TestContext.Current.CancellationToken));

            if (expected.Claims is null)
                Assert.False(outcome.IsValid, $"seed {seed}: accepted, and the rules refuse {token.Text}");
            else if (!outcome.IsValid)
                Assert.True(expected.Stricter.Count > 0, $"seed {seed}: {outcome}, and the rules accept {token.Text}");
            else
                AssertSame(expected.Claims, outcome.Token, seed);
            accepted += outcome.IsValid ? 1 : 0;
            if (outcome.Reason is { } reason)
                reasons.Add(reason);
            if (!outcome.IsValid && expected.Claims is not null && expected.Stricter.Count == 1)
                differences.UnionWith(expected.Stricter);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{Mutations} tokens, {accepted} accepted, reasons: {string.Join(' ', reasons.Select(r => r.ToText()))}");
        Assert.Equal(0, exceptions.Count);
        // Worth something only while neither answer is rare, and while each difference is one.
        Assert.InRange(accepted, Mutations / 20, Mutations / 2);
        Assert.Equal(ReferenceToken.Differences.Order(StringComparer.Ordinal), differences.Order(StringComparer.Ordinal));
        Assert.True(reasons.Count >= 18, string.Join(' ', reasons));
    }

    private static void Trust(CksTokenOptions options, FuzzIssuer oidc, FuzzIssuer access, FuzzIssuer clerk, FuzzIssuer rsa)
    {
        options.TokenCacheLifetime = TimeSpan.Zero;
        options.AddKeys(oidc.Name, oidc.Forge.Jwks(), "portal", i => i.AllowAnyTenant("tests").Algorithms.Add("ES256"))
            .AddRfc9068(access.Name, "portal", i => Given(i, access))
            .AddClerk(clerk.Name, i => Given(i, clerk).AuthorizedParties.Add(CaseLab.Party))
            .AddKeys(rsa.Name, rsa.Forge.Jwks(), "portal", i => i.AllowAnyTenant("tests"));

        static IssuerOptions Given(IssuerOptions issuer, FuzzIssuer from)
        {
            issuer.Jwks = from.Forge.Jwks();
            issuer.Algorithms.Add("ES256");
            return issuer.AllowAnyTenant("tests");
        }
    }

    private static void AssertSame(ReferenceNode claims, ValidatedToken token, int seed)
    {
        Assert.Equal((seed, claims["iss"]!.Text, claims["sub"]!.Text), (seed, token.Issuer, token.Subject));
        Assert.Equal((seed, claims["sid"]?.Text, claims["jti"]?.Text, claims["azp"]?.Text), (seed, token.SessionId, token.TokenId, token.AuthorizedParty));
        foreach (var (name, value) in claims.Members)
            Assert.Equal((seed, value.Kind == "string" ? value.Text : null), (seed, name.Text.Length > 0 && token.TryGetString(name.Text, out var said) ? said : value.Kind == "string" && name.Text.Length == 0 ? value.Text : null));
    }

    /// <summary>Exceptions on this thread while something is done, caught ones included.</summary>
    private sealed class ExceptionCount
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private bool _counts;

        public ExceptionCount() => AppDomain.CurrentDomain.FirstChanceException += Note;

        public int Count { get; private set; }

        public TokenOutcome During(Func<ValueTask<TokenOutcome>> ask)
        {
            _counts = true;
            var pending = ask();
            _counts = false;
            Assert.True(pending.IsCompletedSuccessfully);
            return pending.Result;
        }

        private void Note(object? sender, FirstChanceExceptionEventArgs e) => Count += _counts && Environment.CurrentManagedThreadId == _thread ? 1 : 0;
    }
}
