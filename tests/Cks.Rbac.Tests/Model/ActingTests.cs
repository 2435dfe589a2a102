namespace Cks.Rbac.Tests.Model;

/// <summary>Random policies, with somebody who acts in another's place, against what S12 says of it.</summary>
public sealed class ActingTests
{
    private static readonly int Models = Rounds.Of(1_000);

    [Fact]
    public void S12_whoever_acts_is_permitted_what_both_are_and_nothing_else()
    {
        var (permitted, unmet, beyond, cut, fields) = (0, 0, 0, 0, 0);
        Parallel.For(0, Models, seed =>
        {
            try
            {
                Compare(seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
            }
        });
        Assert.True(!Rounds.AreWhole || (permitted > 500 && unmet > 20 && beyond > 500 && cut > 20 && fields > 200), $"{permitted} {unmet} {beyond} {cut} {fields}");

        void Compare(int seed)
        {
            RandomModel random = new(seed);
            var policy = random.Policy();
            var (who, actor) = TwoOf(random, policy);
            CompiledModel compiled = new(policy);
            var declared = compiled.Store.Current.Value;
            // Whoever acts has broken no glass, of either.
            NaiveEvaluator own = new(policy, Unbroken(who));
            var subject = compiled.Bind(who with { Actor = actor });
            foreach (var capability in declared.Capabilities)
            {
                NaiveEvaluator theirs = new(policy, Unbroken(actor), own.AskedByAll(capability.Name));
                var rows = Enumerable.Range(0, 4).Select(_ => random.Row(policy.Resources.Single(r => r.Name == capability.Resource))).DistinctBy(r => r.Id ?? "").ToArray();
                compiled.Use(rows);
                DecisionReason[] expected = [.. rows.Select(r => own.Check(capability.Name, r).Reason is var reason && reason is not (DecisionReason.Permitted or DecisionReason.ObligationUnmet) ? reason
                    : declared.IsPersonal(capability) ? DecisionReason.BeyondCredential
                    : theirs.Check(capability.Name, r).Reason == DecisionReason.Permitted ? reason : DecisionReason.BeyondActor)];
                var actual = compiled.CheckAll(subject, capability.Name, rows).Select(d => d.Reason).ToArray();
                Assert.Equal(expected.Select(Promises), actual.Select(Promises));
                Assert.Equal(actual, rows.Select(r => compiled.Check(subject, capability.Name, r).Reason));
                Assert.Equal(rows.Where((_, i) => expected[i] == DecisionReason.Permitted), compiled.Filter(subject, capability.Name, rows));
                if (compiled.Decisions.Check(subject, capability) is { Reason: DecisionReason.Permitted or DecisionReason.ObligationUnmet } always)
                    Assert.All(expected, e => Assert.Equal(always.Reason, e));
                var mask = compiled.Decisions.Fields(subject, capability);
                var (mine, his) = (own.Fields(capability.Name), theirs.Fields(capability.Name));
                if (compiled.Decisions.Check(subject, capability).Reason is DecisionReason.Permitted or DecisionReason.NeedsResource || !mask.IsEmpty)
                    Assert.Equal((Both(mine.Read, his.Read), Both(mine.Write, his.Write), Both(mine.Filter, his.Filter), Both(mine.Sort, his.Sort)), (Text(mask.Read), Text(mask.Write), Text(mask.Filter), Text(mask.Sort)));
                Interlocked.Add(ref permitted, expected.Count(e => e == DecisionReason.Permitted));
                Interlocked.Add(ref unmet, expected.Count(e => e == DecisionReason.ObligationUnmet));
                Interlocked.Add(ref beyond, expected.Count(e => e == DecisionReason.BeyondActor));
                Interlocked.Add(ref cut, expected.Contains(DecisionReason.BeyondActor) && expected.Contains(DecisionReason.Permitted) ? 1 : 0);
                Interlocked.Add(ref fields, mask.IsEmpty ? 0 : 1);
            }
        }
    }

    [Fact]
    public void S12_whoever_acts_never_has_more_than_by_themselves_and_never_more_than_the_other_one()
    {
        var lost = 0;
        Parallel.For(0, Models, seed =>
        {
            RandomModel random = new(seed);
            var policy = random.Policy();
            var (who, actor) = TwoOf(random, policy);
            var rows = policy.Resources.ToDictionary(r => r.Name, r => Enumerable.Range(0, 4).Select(_ => random.Row(r)).DistinctBy(x => x.Id ?? "").ToArray());
            CompiledModel compiled = new(policy);
            var acting = who with { Actor = actor };
            var may = Answers.Permitted(compiled, acting, rows);
            foreach (var one in new[] { who, actor })
            {
                var alone = Answers.Permitted(compiled, one, rows);
                Assert.Empty(may.Except(alone));
                // What the glass lends on some rows may hide a field on all.
                Assert.Empty(Answers.Fields(compiled, acting).Except(Answers.Fields(compiled, Unbroken(one))));
                Interlocked.Add(ref lost, alone.Count - may.Count);
            }
        });
        Assert.True(lost > 500 || !Rounds.AreWhole, $"{lost}");
    }

    private static (ModelSubject Who, ModelSubject Actor) TwoOf(RandomModel random, ModelPolicy policy)
    {
        var (who, other) = (random.Subject(policy) with { Limits = null }, random.Subject(policy));
        return (who, other with
        {
            Id = $"z{other.Id}",
            Tenant = who.Tenant,
            Now = who.Now,
            SteppedUpAt = null,
            Limits = null,
            Grants = who.Tenant.Length == 0 ? [] : [.. other.Grants.Select(g => g with { SubjectId = $"z{g.SubjectId}", Tenant = who.Tenant })],
        });
    }

    private static ModelSubject Unbroken(ModelSubject subject) => subject with { Grants = [.. subject.Grants.Where(g => !g.Kind.Equals("breakGlass", StringComparison.OrdinalIgnoreCase))] };

    // Of several reasons to refuse any may be named.
    private static DecisionReason Promises(DecisionReason reason) => reason is DecisionReason.Permitted or DecisionReason.ObligationUnmet ? reason : DecisionReason.NotDecided;

    private static string Both(string[] one, string[] other) => string.Join(',', one.Intersect(other).Order(StringComparer.Ordinal));

    private static string Text(FieldSet set) => string.Join(',', set.Names.Order(StringComparer.Ordinal));
}
