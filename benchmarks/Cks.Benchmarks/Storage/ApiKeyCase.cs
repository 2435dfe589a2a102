using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Cks.Auth;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Benchmarks;

/// <summary><c>api-key</c>: a key that is remembered, checked whole, against nothing but the HMAC-SHA256 of the same bytes and its comparison in fixed time. Half of the keys have another secret.</summary>
internal static class ApiKeyCase
{
    private const int Keys = RatioCase.FewestInputs;
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.7");

    public static async Task<RatioCase> CreateAsync(List<IAsyncDisposable> owned, CancellationToken cancellationToken)
    {
        var pepper = RandomNumberGenerator.GetBytes(32);
        var services = new ServiceCollection().AddCksApiKeys(o => (o.Pepper, o.MostKeys) = (new(pepper), 1_000)).AddSingleton<IApiKeyOwnerResolver, Accounts>().AddSingleton<IHoldings, Administrator>().BuildServiceProvider();
        owned.Add(services);
        await using var scope = services.CreateAsyncScope();
        var (keys, check) = (scope.ServiceProvider.GetRequiredService<IApiKeys>(), services.GetRequiredService<IApiKeyCheck>());
        var (texts, inputs) = (new string[Keys], new List<Presented>());
        for (var i = 0; i < Keys; i++)
        {
            var owner = new ApiKeyOwner(TenantId.Parse("main"), "urn:cks:service-accounts", $"robot{i / 100}");
            var made = await keys.CreateAsync(new(new ClaimsIdentity("test")), new(owner, "nightly", ["orders:view"], TimeProvider.System.GetUtcNow().AddDays(1)), cancellationToken);
            texts[i] = made.New!.TakeText();
        }

        foreach (var text in texts)
        {
            var hash = HMACSHA256.HashData(pepper, Encoding.ASCII.GetBytes(text));
            inputs.Add(new(text, Encoding.ASCII.GetBytes(text), hash));
            // The same key, asked for with a secret that is not its own.
            var other = OtherSecret(text);
            inputs.Add(new(other, Encoding.ASCII.GetBytes(other), hash));
        }

        return RatioCase.Sync("api-key", inputs, Ours, Peer);

        // Remembered, so that it is there at once.
        int Ours(Presented presented)
        {
            var pending = check.CheckAsync(presented.Text.AsMemory(), new(Address), CancellationToken.None);
            return (pending.IsCompletedSuccessfully ? pending.Result : pending.AsTask().GetAwaiter().GetResult()).IsValid ? 1 : 0;
        }

        int Peer(Presented presented)
        {
            Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(pepper, presented.Bytes, hash);
            return CryptographicOperations.FixedTimeEquals(hash, presented.Hash) ? 1 : 0;
        }
    }

    // Written out here: that the checksum is a public one is a part of what is promised.
    private static string OtherSecret(string text)
    {
        var head = text[..26] + RandomNumberGenerator.GetString("0123456789abcdefghijklmnopqrstuvwxyz", 43);
        var crc = uint.MaxValue;
        foreach (var c in Encoding.ASCII.GetBytes(head))
            crc = System.Numerics.BitOperations.Crc32C(crc, c);
        var (left, checksum) = (~crc, new char[6]);
        for (var i = checksum.Length - 1; i >= 0; i--, left /= 62)
            checksum[i] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(int)(left % 62)];
        return head + new string(checksum);
    }

    /// <summary>What is presented, and what is kept of the key whose id it has.</summary>
    private sealed record Presented(string Text, byte[] Bytes, byte[] Hash);

    private sealed class Accounts : IApiKeyOwnerResolver
    {
        private static readonly SessionRecord Record = new() { Tenant = TenantId.Parse("main"), Code = "SVC-001", Roles = ["service"], Status = "active" };

        public ValueTask<SessionResolution> ResolveAsync(ApiKeyOwner owner, CancellationToken cancellationToken = default) => new(SessionResolution.From(owner.Issuer, owner.Subject, Record, ["service"]));
    }

    private sealed class Administrator : IHoldings
    {
        public ValueTask<Holding> AskAsync(HoldingQuestion question, CancellationToken cancellationToken = default) =>
            new(new Holding("https://login.example", "ada", TenantId.Parse("main")) { IsPermitted = true, Held = question.Capabilities });
    }
}
