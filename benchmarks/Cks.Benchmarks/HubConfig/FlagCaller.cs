using Cks.HubConfig;
using Cks.Rbac;
using Microsoft.FeatureManagement.FeatureFilters;

namespace Cks.Benchmarks;

/// <summary>One who asks, as each side knows them, and the flag that is asked for.</summary>
internal sealed record FlagCaller(FlagId Id, DecisionContext Ours, TargetingContext Peer);
