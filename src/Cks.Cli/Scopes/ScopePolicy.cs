using Cks.Core;
using Cks.Rbac;
using Cks.Scope;

namespace Cks.Cli;

/// <summary>A scope model beside the policy that decides what of it is shown, as a host would start with them.</summary>
internal sealed record ScopePolicy(ScopeModel Model, PolicyDecisionPoint Decisions, TimeProvider Clock)
{
    /// <summary>Reads both, and holds the one against the other.</summary>
    /// <exception cref="CksConfigurationException">One of them is refused, or they do not fit.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async Task<ScopePolicy> LoadAsync(string model, IEnumerable<string> policy, TimeProvider clock, CancellationToken cancellationToken)
    {
        var scope = await ScopeInput.LoadAsync(model, cancellationToken).ConfigureAwait(false);
        return Of(scope, await PolicyInput.ReadAsync(policy, cancellationToken).ConfigureAwait(false), clock);
    }

    /// <summary>The model under a policy that was read.</summary>
    /// <exception cref="CksConfigurationException">The policy is refused, or does not fit the model.</exception>
    public static ScopePolicy Of(ScopeModel model, LoadResult<Policy> read, TimeProvider clock)
    {
        var (findings, store) = (new DiagnosticBag(), new SnapshotStore<Policy>());
        ScopeNames.Check(model, read.GetOrThrow(), findings);
        findings.ThrowIfErrors();
        store.TryActivate(read, [], out _);
        return new(model, new(new(store, [], clock), ResourceMaps.None, new([]), usesGrants: false), clock);
    }
}
