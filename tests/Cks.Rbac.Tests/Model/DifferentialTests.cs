using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Cks.Rbac.Tests.Model;

/// <summary>
/// The compiled evaluator against the naive one, on random policies, subjects and rows. A failure names its seed: run it alone with <c>CKS_RBAC_SEED</c>.
/// </summary>
public sealed class DifferentialTests
{
    private static readonly int Models = Rounds.Of(20_000);
    private static readonly int First = NumberOf("CKS_RBAC_SEED") ?? 20_261_201;

    [Fact]
    public void Compiled_decisions_plans_and_fields_equal_the_naive_model()
    {
        Exception? failure = null;
        var mix = new Dictionary<string, int>();
        Parallel.For(0, NumberOf("CKS_RBAC_SEED") is null ? Models : 1, (i, loop) =>
        {
            try
            {
                Comparison one = new(First + i);
                one.Run();
                lock (mix)
                    foreach (var (what, times) in one.Mix)
                        mix[what] = mix.GetValueOrDefault(what) + times;
            }
            catch (Exception e)
            {
                failure = e;
                loop.Stop();
            }
        });
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);

        foreach (var (what, times) in mix.OrderBy(m => m.Key, StringComparer.Ordinal))
            TestContext.Current.TestOutputHelper!.WriteLine($"{what}: {times}");
        if (NumberOf("CKS_RBAC_SEED") is not null)
            return;
        // It says something only where answers of each kind, and each kind of trouble, come often: in so many of a hundred policies.
        foreach (var (what, least) in (ReadOnlySpan<(string, int)>)
        [
            ("permitted", 500), ("denied", 300), ("not_permitted", 500), ("no_role", 300), ("needs_resource", 100), ("obligation_unmet", 80), ("ceiling", 100), ("beyond_credential", 100),
            ("unknown condition", 200), ("missing attribute", 5_000), ("edge of time", 60), ("edge of step-up", 25), ("broken glass", 20), ("denied by grant", 6), ("permitted by grant", 4),
            ("some rows of a plan", 50), ("relation asked", 100), ("row without id", 100), ("field", 250), ("field hidden", 40), ("deny on some rows", 30),
        ])
            Assert.True(mix.GetValueOrDefault(what) >= Models * (long)least / 100, $"{what}: {mix.GetValueOrDefault(what)}");
    }

    private static int? NumberOf(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
