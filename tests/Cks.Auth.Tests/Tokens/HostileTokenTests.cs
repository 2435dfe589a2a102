using System.Text;
using Cks.Testing;

namespace Cks.Auth.Tests;

public sealed class HostileTokenTests(ForgeFixture fixture) : IClassFixture<ForgeFixture>
{
    private readonly IReadOnlyList<HostileToken> _hostile = fixture.Hostile;

    [Fact]
    public async Task Every_hostile_token_is_refused_for_its_own_reason()
    {
        var wrong = new List<string>();
        foreach (var hostile in _hostile)
        {
            var outcome = await fixture.Host.ValidateAsync(hostile.Token);
            if (outcome.Reason != hostile.Expected)
                wrong.Add($"{hostile.Name}: {outcome}, expected {hostile.Expected.ToText()}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void There_are_enough_hostile_tokens_and_each_has_its_own_name()
    {
        Assert.True(_hostile.Count >= 150, $"{_hostile.Count}");
        Assert.Equal(_hostile.Count, _hostile.Select(h => h.Name).Distinct().Count());
    }

    [Fact]
    public void S30_Names_with_escapes_cost_little_more_than_names_without()
    {
        // The most of them, each as long as it may be, among the most members.
        var others = Enumerable.Range(0, MemberNames.Limit - 16).Select(i => $"\"p{i}\":1").ToArray();
        var escaped = Claims([.. Enumerable.Range(0, 16).Select(i => $"\"{string.Concat(Enumerable.Repeat("\\u0061", 42))}{i:x}\":1"), .. others]);
        var plain = Claims([.. Enumerable.Range(0, 16).Select(i => $"\"{new string('a', 252)}{i:x}\":1"), .. others]);
        Assert.Equal(TokenRejectionReason.MissingClaim, new TokenClaims().Read(escaped));
        // Read anew for each comparison they cost forty times as much, and that in a token which nobody has signed.
        Assert.InRange(Fastest(escaped) / Fastest(plain), 0, 10);

        static byte[] Claims(IEnumerable<string> members) => Encoding.UTF8.GetBytes($"{{{string.Join(',', members)}}}");

        static double Fastest(byte[] json)
        {
            var fastest = TimeSpan.MaxValue;
            for (var i = 0; i < 100; i++)
            {
                var start = TimeProvider.System.GetTimestamp();
                Assert.Equal(TokenRejectionReason.MissingClaim, new TokenClaims().Read(json));
                fastest = TimeProvider.System.GetElapsedTime(start) is var elapsed && elapsed < fastest ? elapsed : fastest;
            }

            return fastest.TotalMicroseconds;
        }
    }

    [Fact]
    public async Task Nothing_of_a_token_is_ever_logged()
    {
        string[] tokens = [.. _hostile.Select(h => h.Token), fixture.Forge.Mint("user-1", "portal")];
        foreach (var token in tokens)
            await fixture.Host.ValidateAsync(token);

        var log = string.Join('\n', fixture.Host.Log.GetSnapshot().Select(r => $"{r.Message} {r.Exception} {string.Join(' ', r.StructuredState ?? [])}"));
        Assert.Contains("signature_invalid", log, StringComparison.Ordinal);
        Assert.DoesNotContain("user-1", log, StringComparison.Ordinal);
        foreach (var segment in tokens.SelectMany(t => t.Split('.')).Where(s => s.Length > 12))
            Assert.DoesNotContain(segment, log, StringComparison.Ordinal);
    }
}
