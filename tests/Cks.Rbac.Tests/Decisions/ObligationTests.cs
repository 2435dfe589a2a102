using Cks.Core;
using Cks.Rbac.Tests.Policies;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Rbac.Tests.Decisions;

public sealed class ObligationTests
{
    private const string Json = """
        {
          "version": 1,
          "resources": { "a": { "actions": ["view", "drop", "send"], "fields": ["x"], "attributes": ["p"] } },
          "obligations": { "step-up": { "within": 300, "acr": ["urn:mfa", "phr"] }, "notify": {} },
          "roles": { "r": { "permit": [
            { "id": "proved", "actions": ["a:drop"], "obligations": ["step-up"], "fields": { "read": ["x"] } },
            { "id": "told", "actions": ["a:send"], "obligations": ["notify", "step-up"] },
            { "id": "told-some", "actions": ["a:send"], "when": { "p": "1" }, "obligations": ["notify"] },
            { "id": "told-one", "actions": ["a:view"], "when": { "p": "1" }, "obligations": ["notify"], "fields": { "read": ["x"] } }
          ] } }
        }
        """;

    private static readonly CapabilityId View = CapabilityId.Of("a:view");
    private static readonly CapabilityId Drop = CapabilityId.Of("a:drop");
    private static readonly CapabilityId Send = CapabilityId.Of("a:send");
    private readonly FakeTimeProvider _clock = new(new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly PolicyDecisionPoint _decisions;

    public ObligationTests() =>
        _decisions = new(new(PolicyText.Store(Json), [], _clock), new([new ResourceMap<string>("a").Attribute("p", s => s)]), new([]), usesGrants: false);

    private Subject SteppedUp(TimeSpan? ago) => new("u", TenantId.Parse("main"), ["r"]) { SteppedUpAt = _clock.GetUtcNow() - ago };

    [Theory]
    [InlineData(0, true)]
    [InlineData(299, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(-1, false)]
    [InlineData(null, false)]
    public void A_step_up_counts_while_it_is_at_most_so_old_and_never_before_it_happened(int? ago, bool isMet)
    {
        var subject = SteppedUp(ago is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        var decision = _decisions.Check(subject, Drop);

        Assert.Equal((isMet ? DecisionReason.Permitted : DecisionReason.ObligationUnmet, "proved"), (decision.Reason, decision.Rule));
        Assert.Equal((isMet, isMet, !isMet), (_decisions.Plan(subject, Drop).IsEverything, _decisions.Fields(subject, Drop).Allows("x"), _decisions.Plan(subject, Drop).IsNothing));
    }

    [Fact]
    public void S29_a_permit_with_an_unmet_obligation_is_none_until_whoever_enforces_has_met_it()
    {
        var decision = _decisions.Check(SteppedUp(TimeSpan.Zero), Send);

        Assert.False(decision.IsPermitted);
        Assert.Equal(["notify", "step-up"], decision.Obligations.Order());
        Assert.False(decision.After(new HashSet<string>()).IsPermitted);
        Assert.False(decision.After(new HashSet<string> { "step-up" }).IsPermitted);
        Assert.True(decision.After(new HashSet<string> { "notify" }).IsPermitted);
        Assert.Equal("told", decision.After(new HashSet<string> { "notify" }).Rule);
    }

    [Fact]
    public void A_decision_names_the_step_up_that_alone_would_lift_it_and_none_where_more_is_missing()
    {
        var stepUp = _decisions.Check(SteppedUp(null), Drop).StepUp;

        Assert.Equal((TimeSpan.FromSeconds(300), "urn:mfa phr"), (stepUp?.MaxAge, string.Join(' ', stepUp?.AcrValues ?? [])));
        Assert.Null(_decisions.Check(SteppedUp(TimeSpan.Zero), Drop).StepUp);
        Assert.Null(_decisions.Check(SteppedUp(null), Send).StepUp);
        Assert.Null(_decisions.Check(SteppedUp(TimeSpan.Zero), Send).StepUp);
        Assert.Null(default(Decision).StepUp);
    }

    [Fact]
    public void A_step_up_cannot_be_met_by_whoever_enforces() =>
        Assert.False(_decisions.Check(SteppedUp(null), Send).After(new HashSet<string> { "notify", "step-up" }).IsPermitted);

    [Fact]
    public void What_no_obligation_is_about_stays_as_it_is()
    {
        var denied = _decisions.Check(new("u", default, []), Drop);

        Assert.Equal(denied, denied.After(new HashSet<string> { "notify", "step-up" }));
        Assert.False(default(Decision).After(new HashSet<string> { "notify" }).IsPermitted);
    }

    [Fact]
    public void Without_a_resource_an_unmet_obligation_is_said_where_no_resource_could_change_it()
    {
        Assert.Equal((DecisionReason.ObligationUnmet, "told"), (_decisions.Check(SteppedUp(null), Send).Reason, _decisions.Check(SteppedUp(null), Send).Rule));
        Assert.Equal(DecisionReason.NeedsResource, _decisions.Check(SteppedUp(null), View).Reason);
    }

    [Fact]
    public async Task With_a_resource_an_unmet_obligation_is_said_where_its_rule_holds()
    {
        var subject = SteppedUp(null);
        var held = await _decisions.CheckAsync(subject, View, "1", TestContext.Current.CancellationToken);

        Assert.Equal((DecisionReason.ObligationUnmet, "told-one"), (held.Reason, held.Rule));
        Assert.True(held.After(new HashSet<string> { "notify" }).IsPermitted);
        Assert.Equal(DecisionReason.NotPermitted, (await _decisions.CheckAsync(subject, View, "2", TestContext.Current.CancellationToken)).Reason);
        Assert.True(_decisions.Plan(subject, View).IsNothing);
        Assert.Empty(await _decisions.FilterAsync(subject, View, ["1", "2"], TestContext.Current.CancellationToken));
        Assert.True(_decisions.Fields(subject, View).IsEmpty);
    }
}
