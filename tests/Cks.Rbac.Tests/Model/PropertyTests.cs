namespace Cks.Rbac.Tests.Model;

/// <summary>What narrows never widens, on random policies.</summary>
public sealed class PropertyTests
{
    private static readonly int Models = Rounds.Of(1_500);

    /// <summary>One to compare with itself narrowed.</summary>
    private sealed record Case(RandomModel Random, ModelPolicy Policy, ModelSubject Who, IReadOnlyDictionary<string, ModelRow[]> Rows)
    {
        public static Case Of(int seed)
        {
            RandomModel random = new(seed);
            var policy = random.Policy();
            return new(random, policy, random.Subject(policy) with { Narrowed = new HashSet<string>(), Limits = null },
                policy.Resources.ToDictionary(r => r.Name, r => Enumerable.Range(0, 4).Select(_ => random.Row(r)).DistinctBy(x => x.Id ?? "").ToArray()));
        }
    }

    // Counts how often something was lost: a property of what never happens says nothing.
    private static void ForAll(Func<Case, int> lost, int least)
    {
        var total = 0;
        Parallel.For(0, Models, seed =>
        {
            try
            {
                Interlocked.Add(ref total, lost(Case.Of(seed)));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
            }
        });
        Assert.True(total >= least || !Rounds.AreWhole, $"{total}");
    }

    private static int Lost(HashSet<string> before, HashSet<string> after)
    {
        Assert.Empty(after.Except(before));
        return before.Count - after.Count;
    }

    [Fact]
    public void Adding_a_deny_never_permits_more() =>
        ForAll(c =>
        {
            var role = c.Random.Pick(c.Policy.Roles);
            var deny = c.Random.Rule(c.Policy, isDeny: true);
            CompiledModel before = new(c.Policy), after = new(c.Policy with { Roles = [.. c.Policy.Roles.Select(r => r == role ? r with { Rules = [deny, .. r.Rules] } : r)] });
            return Lost(Answers.Permitted(before, c.Who, c.Rows), Answers.Permitted(after, c.Who, c.Rows)) + Lost(Answers.Fields(before, c.Who), Answers.Fields(after, c.Who));
        }, least: 500);

    /// <summary>
    /// Fields are left out: where only conditions permit, a field is shown that all of them list, so that one condition fewer may show one more field, on the rows that the others permit and list it for.
    /// </summary>
    [Fact]
    public void Removing_a_role_that_denies_nothing_never_permits_more() =>
        ForAll(c =>
        {
            CompiledModel compiled = new(c.Policy);
            var before = Answers.Permitted(compiled, c.Who, c.Rows);
            return c.Policy.Roles.Where(r => c.Who.Roles.Contains(r.Name) && !Lineage(c.Policy, r).Any(l => l.Rules.Any(x => x.IsDeny)))
                .Sum(r => Lost(before, Answers.Permitted(compiled, c.Who with { Roles = [.. c.Who.Roles.Except([r.Name])] }, c.Rows)));
        }, least: 500);

    /// <summary>With a deny it may, as it must: a deny overrides every permit, and goes with its role.</summary>
    [Fact]
    public void Removing_a_role_permits_more_only_what_it_denied()
    {
        var gained = 0;
        ForAll(c =>
        {
            CompiledModel compiled = new(c.Policy);
            var before = Answers.Permitted(compiled, c.Who, c.Rows);
            foreach (var role in c.Policy.Roles.Where(r => c.Who.Roles.Contains(r.Name)))
            {
                var more = Answers.Permitted(compiled, c.Who with { Roles = [.. c.Who.Roles.Except([role.Name])] }, c.Rows).Except(before).ToArray();
                string[] denied = [.. Lineage(c.Policy, role).SelectMany(l => l.Rules).Where(r => r.Denies).SelectMany(r => r.Actions)];
                Assert.All(more, m => Assert.Contains(denied, d => d == m.Split(' ')[1] || d == m.Split(' ')[1].Split(':')[0] + ":*"));
                Interlocked.Add(ref gained, more.Length);
            }

            return 0;
        }, least: 0);
        Assert.True(gained > 100 || !Rounds.AreWhole, $"{gained}");
    }

    [Fact]
    public void Adding_a_role_never_lifts_a_deny() =>
        ForAll(c =>
        {
            CompiledModel compiled = new(c.Policy);
            var denied = Denied(compiled, c.Who, c.Rows);
            return c.Policy.Roles.Sum(r => Lost(Denied(compiled, c.Who with { Roles = [.. c.Who.Roles.Append(r.Name).Distinct()] }, c.Rows), denied));
        }, least: 500);

    [Fact]
    public void S09_a_ceiling_never_permits_more_and_every_way_of_asking_sees_it() =>
        ForAll(c =>
        {
            CompiledModel compiled = new(c.Policy);
            var low = compiled.Store.Current.Value.Capabilities.Where(_ => c.Random.Chance(0.5)).ToArray();
            var who = c.Who with { Narrowed = low.Select(x => x.Name).ToHashSet() };
            AssertRefused(compiled, who, low, DecisionReason.Ceiling, c.Rows);
            return Lost(Answers.Permitted(compiled, c.Who, c.Rows), Answers.Permitted(compiled, who, c.Rows)) + Lost(Answers.Fields(compiled, c.Who), Answers.Fields(compiled, who));
        }, least: 500);

    [Fact]
    public void S11_a_credential_is_never_more_than_its_owner_and_nothing_beyond_its_list() =>
        ForAll(c =>
        {
            CompiledModel compiled = new(c.Policy);
            var all = compiled.Store.Current.Value.Capabilities;
            string[] limits = [.. all.Where(_ => c.Random.Chance(0.5)).Select(x => x.Name), "ma:*", "no capability"];
            var who = c.Who with { Limits = limits };
            AssertRefused(compiled, who, [.. all.Where(x => !limits.Contains(x.Name))], DecisionReason.BeyondCredential, c.Rows);
            return Lost(Answers.Permitted(compiled, c.Who, c.Rows), Answers.Permitted(compiled, who, c.Rows)) + Lost(Answers.Fields(compiled, c.Who), Answers.Fields(compiled, who));
        }, least: 500);

    [Fact]
    public void S29_without_a_step_up_granted_permits_and_broken_glass_never_more_is_permitted() =>
        ForAll(c =>
        {
            CompiledModel compiled = new(c.Policy);
            var plain = c.Who with { SteppedUpAt = null, Grants = [.. c.Who.Grants.Where(g => g.Kind is "role" or "deny")] };
            return Lost(Answers.Permitted(compiled, c.Who, c.Rows), Answers.Permitted(compiled, plain, c.Rows));
        }, least: 100);

    [Fact]
    public void S15_what_is_permitted_with_an_attribute_missing_is_permitted_whatever_it_is() =>
        ForAll(c =>
        {
            CompiledModel compiled = new(c.Policy);
            var subject = compiled.Bind(c.Who);
            var depends = 0;
            foreach (var resource in c.Policy.Resources.Where(r => r.Attributes.Count > 0))
            {
                var full = c.Random.Row(resource);
                foreach (var capability in resource.Actions.Select(a => $"{resource.Name}:{a}"))
                {
                    foreach (var attribute in full.Attributes.Keys)
                    {
                        var lacking = full with { Attributes = full.Attributes.Where(a => a.Key != attribute).ToDictionary() };
                        compiled.Use([full]);
                        var (with, without) = (compiled.Check(subject, capability, full).IsPermitted, compiled.Check(subject, capability, lacking).IsPermitted);
                        Assert.True(with || !without, $"{capability} without {attribute}");
                        depends += with == without ? 0 : 1;
                    }
                }
            }

            return depends;
        }, least: 100);

    [Fact]
    public void S04_what_may_not_be_read_is_in_no_filter_and_no_order() =>
        ForAll(c =>
        {
            CompiledModel compiled = new(c.Policy);
            var subject = compiled.Bind(c.Who);
            var hidden = 0;
            foreach (var capability in compiled.Store.Current.Value.Capabilities)
            {
                var mask = compiled.Decisions.Fields(subject, capability);
                Assert.Empty(mask.Filter.Names.Concat(mask.Sort.Names).Except(mask.Read.Names));
                foreach (var field in c.Policy.Resources.Single(r => r.Name == capability.Resource).Fields)
                {
                    var id = FieldId.Of(capability.Resource, field);
                    Assert.Equal((mask.Read.Contains(field), mask.Write.Contains(field), mask.Filter.Contains(field), mask.Sort.Contains(field)), (mask.Read.Contains(id), mask.Write.Contains(id), mask.Filter.Contains(id), mask.Sort.Contains(id)));
                    hidden += !mask.IsEmpty && !mask.Allows(field) ? 1 : 0;
                }
            }

            return hidden;
        }, least: 500);

    private static void AssertRefused(CompiledModel compiled, ModelSubject who, CapabilityId[] refused, DecisionReason reason, IReadOnlyDictionary<string, ModelRow[]> rows)
    {
        var (subject, decisions) = (compiled.Bind(who), compiled.Decisions);
        foreach (var capability in refused)
        {
            var mine = rows[capability.Resource];
            compiled.Use(mine);
            Assert.Equal(reason, decisions.Check(subject, capability).Reason);
            Assert.All(mine, r => Assert.Equal(reason, compiled.Check(subject, capability.Name, r).Reason));
            Assert.All(compiled.CheckAll(subject, capability.Name, mine), d => Assert.Equal(reason, d.Reason));
            Assert.True(decisions.Plan(subject, capability).IsNothing && decisions.Fields(subject, capability).IsEmpty);
            Assert.Empty(compiled.Filter(subject, capability.Name, mine));
            Assert.DoesNotContain(capability, decisions.WhatCan(subject));
        }
    }

    private static HashSet<string> Denied(CompiledModel compiled, ModelSubject who, IReadOnlyDictionary<string, ModelRow[]> rows)
    {
        var subject = compiled.Bind(who);
        var denied = new HashSet<string>();
        foreach (var capability in compiled.Store.Current.Value.Capabilities)
        {
            compiled.Use(rows[capability.Resource]);
            if (compiled.Decisions.Check(subject, capability).Reason == DecisionReason.Denied)
                denied.Add(capability.Name);
            denied.UnionWith(rows[capability.Resource].Index().Where(r => compiled.Check(subject, capability.Name, r.Item).Reason == DecisionReason.Denied).Select(r => $"{capability} {r.Index}"));
        }

        return denied;
    }

    private static IEnumerable<ModelRole> Lineage(ModelPolicy policy, ModelRole role) => role.Inherits.SelectMany(p => Lineage(policy, policy.Roles.Single(r => r.Name == p))).Prepend(role);
}
