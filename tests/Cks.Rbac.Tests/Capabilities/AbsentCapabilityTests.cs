using Cks.Core;
using Cks.Rbac.Tests.Policies;

namespace Cks.Rbac.Tests.Capabilities;

/// <summary>Capabilities across reload and rollback (S14).</summary>
public sealed class AbsentCapabilityTests
{
    private static string Json(params string[] actions) => $$"""
        { "version": 1, "resources": { "absent": { "actions": [{{string.Join(',', actions.Select(a => $"\"{a}\""))}}], "fields": ["f"] } },
          "roles": { "r": { "permit": [{ "id": "all", "actions": ["absent:*"], "fields": { "read": ["f"] } }] } } }
        """;

    private readonly SnapshotStore<Policy> _store = PolicyText.Store(Json("one", "two", "three"));
    private readonly PolicyDecisionPoint _decisions;

    public AbsentCapabilityTests() => _decisions = new(new(_store, [], TimeProvider.System), new([new ResourceMap<string>("absent")]), new([]), usesGrants: false);

    private void Activate(params string[] actions) => Assert.True(_store.TryActivate(PolicyText.Read(Json(actions)), System.Text.Encoding.UTF8.GetBytes(Json(actions)), out _));

    [Fact]
    public void S14_an_id_is_the_same_before_and_after_reload_and_rollback()
    {
        CapabilityId Of(string name) => _store.Current.Value.TryFind(name, out var found) ? found : default;
        CapabilityId[] before = [Of("absent:one"), Of("absent:two"), Of("absent:three")];
        Activate("three", "four", "one");
        var four = Of("absent:four");

        Assert.Equal((before[0], default, before[2]), (Of("absent:one"), Of("absent:two"), Of("absent:three")));
        Assert.DoesNotContain(four, before);
        Assert.True(_store.RollBack(1, "tester", "back").IsActivated);
        Assert.Equal((before[0], before[1], before[2]), (Of("absent:one"), Of("absent:two"), Of("absent:three")));
        Activate("five", "four");
        Assert.Equal(four, Of("absent:four"));
        Assert.DoesNotContain(Of("absent:five"), before.Append(four));
        Assert.Equal(["absent:one", "absent:two", "absent:three", "absent:four"], before.Append(four).Select(c => c.Name));
    }

    [Theory]
    [InlineData("absent:one")]
    [InlineData("absent:two")]
    [InlineData("absent:three")]
    public async Task S14_a_capability_absent_from_the_policy_in_use_is_refused_whatever_is_asked(string name)
    {
        var capability = CapabilityId.Of(name);
        var old = PolicyText.With("r");
        Assert.True(_decisions.Check(old, capability).IsPermitted);
        Activate([.. ((string[])["one", "two", "three"]).Where(a => $"absent:{a}" != name)]);
        var subject = PolicyText.With("r");
        var token = TestContext.Current.CancellationToken;

        Assert.Equal(DecisionReason.UnknownCapability, _decisions.Check(subject, capability).Reason);
        Assert.Equal(DecisionReason.UnknownCapability, (await _decisions.CheckAsync(subject, capability, "x", token)).Reason);
        Assert.All(await _decisions.CheckAllAsync(subject, capability, ["x", "y"], token), d => Assert.Equal(DecisionReason.UnknownCapability, d.Reason));
        Assert.True(_decisions.Plan(subject, capability).IsNothing);
        Assert.Empty(await _decisions.FilterAsync(subject, capability, ["x"], token));
        Assert.True(_decisions.Fields(subject, capability).IsEmpty);
        Assert.DoesNotContain(capability, _decisions.WhatCan(subject));
        Assert.False(_decisions.PolicyOf(subject).Declares(capability));

        Assert.True(_store.RollBack(1, "tester", "back").IsActivated);
        Assert.True(_decisions.Check(PolicyText.With("r"), capability).IsPermitted);
        Assert.False(_decisions.Check(subject, capability).IsPermitted); // one subject, one policy
    }
}
