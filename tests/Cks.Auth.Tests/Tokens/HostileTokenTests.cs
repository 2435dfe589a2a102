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
