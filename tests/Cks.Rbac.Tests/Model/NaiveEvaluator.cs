namespace Cks.Rbac.Tests.Model;

internal enum Truth
{
    False,
    Unknown,
    True,
}

/// <summary>What is decided, and the rules that may be named for it.</summary>
internal sealed record Verdict(DecisionReason Reason, IReadOnlyList<string> Rules);

/// <summary>Says what a policy means, as docs/policy.md and the rules S03, S04 and S15 have it, with no thought of speed and no line of the real evaluator.</summary>
/// <param name="policy">The policy.</param>
/// <param name="subject">Who asks.</param>
/// <param name="done">For whoever acts in another's place: the obligations that are met for the other one anyway. Then relations to a row are not known.</param>
internal sealed class NaiveEvaluator(ModelPolicy policy, ModelSubject subject, IReadOnlyCollection<string>? done = null)
{
    private readonly IReadOnlyList<ModelRule> _rules = RulesOf(policy, subject);

    /// <summary>How often a whole condition came out neither true nor false.</summary>
    public int Unknowns { get; private set; }

    public Verdict Check(string capability, ModelRow row)
    {
        if (Refusal(capability) is { } refused)
            return refused;
        var rules = About(capability).ToArray();
        var denies = rules.Where(r => r.Denies && Holds(capability, r.When, row) != Truth.False).ToArray();
        if (denies.Length > 0)
            return new(DecisionReason.Denied, [.. denies.Select(r => r.Id)]);
        var permits = rules.Where(r => !r.IsDeny && Holds(capability, r.When, row) == Truth.True).ToArray();
        return Permits(permits) ?? Nothing();
    }

    /// <summary>
    /// Without a resource. What every truth of the conditions would answer alike is the answer; a permit or a promise of one that depends on them needs the resource; and where no truth of them permits, none is
    /// promised.
    /// </summary>
    public Verdict Check(string capability)
    {
        if (Refusal(capability) is { } refused)
            return refused;
        var rules = About(capability).ToArray();
        var always = rules.Where(r => r.Denies && r.When is null).ToArray();
        if (always.Length > 0)
            return new(DecisionReason.Denied, [.. always.Select(r => r.Id)]);
        var permits = rules.Where(r => !r.IsDeny).ToArray();
        if (permits.Length == 0)
            return Nothing();
        if (rules.Any(r => r.Denies))
            return new(DecisionReason.NeedsResource, [.. rules.Select(r => r.Id)]);
        var plain = Permits([.. permits.Where(r => r.When is null)]);
        if (plain is { Reason: DecisionReason.Permitted })
            return plain;
        var sometimes = permits.Where(r => r.When is not null).ToArray();
        return plain is not null && !sometimes.Any(AreMet) ? plain : new(DecisionReason.NeedsResource, [.. rules.Select(r => r.Id)]);
    }

    public (string[] Read, string[] Write, string[] Filter, string[] Sort) Fields(string capability)
    {
        var rules = About(capability).ToArray();
        if (Refusal(capability) is not null || rules.Any(r => r.Denies && r.When is null))
            return ([], [], [], []);
        var resource = ResourceOf(capability);
        var permits = rules.Where(r => !r.IsDeny && AreMet(r)).ToArray();
        var always = permits.Where(r => r.When is null).ToArray();
        var hides = rules.Where(r => r.IsDeny && r.Fields is not null).ToArray();
        return (Shown("read"), Shown("write"), Shown("filter"), Shown("sort"));

        // What may not be read may not be filtered or ordered by either.
        string[] Shown(string kind) => [.. resource.Fields
            .Where(f => always.Length > 0 ? always.Any(r => Lists(r, kind, f)) : permits.Length > 0 && permits.All(r => Lists(r, kind, f)))
            .Where(f => !hides.Any(r => Lists(r, kind, f) || (kind is "filter" or "sort" && Lists(r, "read", f))))
            .Order(StringComparer.Ordinal)];
    }

    private static bool Lists(ModelRule rule, string kind, string field)
    {
        if (rule.Fields is not { } fields)
            return false;
        var list = kind switch { "read" => fields.Read, "write" => fields.Write, "filter" => fields.Filter, _ => fields.Sort };
        if (rule.IsDeny || kind is "read" or "write")
            return list is not null && (list.Contains(field) || list.Contains("*"));
        return Lists(rule, "read", field) && (list is null || list.Contains(field) || list.Contains("*"));
    }

    public string[] WhatCan() => [.. Declared().Where(c => Check(c).Reason == DecisionReason.Permitted).Order(StringComparer.Ordinal)];

    public IEnumerable<string> Declared() => policy.Resources.SelectMany(r => r.Actions.Select(a => $"{r.Name}:{a}"));

    public Truth Holds(string capability, Terms? condition, ModelRow row)
    {
        var truth = condition is null ? Truth.True : Holds(condition, ResourceOf(capability), row);
        Unknowns += truth == Truth.Unknown ? 1 : 0;
        return truth;
    }

    private Truth Holds(Terms terms, ModelResource resource, ModelRow row) => And(terms.All.Select(t => Holds(t, resource, row)));

    private Truth Holds(Term term, ModelResource resource, ModelRow row) => term switch
    {
        OneOfTerm one => OneOf(row, one.Attribute, one.Values),
        OperatorsTerm operators => And(operators.Operators.Select(o => o.Key == "not" ? Not(OneOf(row, operators.Attribute, o.Value)) : Compare(row, operators.Attribute, o.Key, o.Value[0]))),
        IsTerm relations => Or(relations.Relations.Select(r => resource.Relations[r] is { } meaning ? Holds(meaning, resource, row) : done is not null ? Truth.Unknown : row.Id is not null && row.Relations.Contains(r) ? Truth.True : Truth.False)),
        AnyTerm any => Or(any.Parts.Select(p => Holds(p, resource, row))),
        AllTerm all => And(all.Parts.Select(p => Holds(p, resource, row))),
        NotTerm not => Not(Holds(not.Part, resource, row)),
        _ => throw new InvalidOperationException(),
    };

    private Truth OneOf(ModelRow row, string attribute, object[] values)
    {
        if (!row.Attributes.TryGetValue(attribute, out var actual))
            return Truth.Unknown;
        var truth = Truth.False;
        foreach (var value in values)
        {
            var isOwn = value is string text && text.StartsWith('$');
            var expected = isOwn ? subject.ValueOf((string)value) : value;
            if (isOwn && expected is "")
                truth = truth == Truth.True ? Truth.True : Truth.Unknown;
            else if (expected.Equals(actual))
                truth = Truth.True;
        }

        return truth;
    }

    private static Truth Compare(ModelRow row, string attribute, string by, object value)
    {
        if (!row.Attributes.TryGetValue(attribute, out var actual))
            return Truth.Unknown;
        var order = ((IComparable)actual).CompareTo(value);
        return (by switch { "lt" => order < 0, "le" => order <= 0, "gt" => order > 0, _ => order >= 0 }) ? Truth.True : Truth.False;
    }

    private static Truth And(IEnumerable<Truth> parts) => parts.Append(Truth.True).Min();

    private static Truth Or(IEnumerable<Truth> parts) => parts.Append(Truth.False).Max();

    private static Truth Not(Truth truth) => truth switch { Truth.True => Truth.False, Truth.False => Truth.True, _ => Truth.Unknown };

    private Verdict? Refusal(string capability) =>
        !Declared().Contains(capability) ? new(DecisionReason.UnknownCapability, [])
        : subject.Narrowed.Contains(capability) ? new(DecisionReason.Ceiling, [])
        : subject.Limits is { } limits && !limits.Contains(capability) ? new(DecisionReason.BeyondCredential, [])
        : null;

    private Verdict? Permits(ModelRule[] applying) =>
        applying.Any(AreMet) ? new(DecisionReason.Permitted, [.. applying.Where(AreMet).Select(r => r.Id)])
        : applying.Length > 0 ? new(DecisionReason.ObligationUnmet, [.. applying.Select(r => r.Id)])
        : null;

    private Verdict Nothing() => new(KnownRoles(policy, subject).Any() ? DecisionReason.NotPermitted : DecisionReason.NoRole, []);

    private bool AreMet(ModelRule rule) =>
        rule.Obligations.All(o => done?.Contains(o) == true || policy.Obligations[o] is { } within && subject.SteppedUpAt is { } at && at <= subject.Now && subject.Now - at <= TimeSpan.FromSeconds(within));

    private ModelResource ResourceOf(string capability) => policy.Resources.Single(r => r.Name == capability.Split(':')[0]);

    /// <summary>What every permit of a capability asks whoever enforces to do.</summary>
    public IReadOnlyCollection<string> AskedByAll(string capability) =>
        About(capability).Where(r => !r.IsDeny).Select(r => r.Obligations.Where(o => policy.Obligations[o] is null).ToArray()).Aggregate((string[]?)null, (all, one) => all is null ? one : [.. all.Intersect(one)]) ?? [];

    private IEnumerable<ModelRule> About(string capability) => _rules.Where(r => r.Actions.Any(a => a == capability || a == capability.Split(':')[0] + ":*"));

    private static IEnumerable<ModelRole> KnownRoles(ModelPolicy policy, ModelSubject subject) =>
        policy.Roles.Where(r => subject.Roles.Contains(r.Name) || Active(subject).Any(g => g.Kind == "role" && g.Name == r.Name));

    private static IReadOnlyList<ModelRule> RulesOf(ModelPolicy policy, ModelSubject subject)
    {
        var hasBroken = Active(subject).Any(g => g.Kind == "breakGlass");
        var rules = KnownRoles(policy, subject).SelectMany(r => Lineage(policy, r)).Distinct().SelectMany(r => r.Rules)
            .Concat(SetAside(subject).Where(g => g.Kind == "role").SelectMany(g => policy.Roles.Where(r => r.Name == g.Name)).SelectMany(r => Lineage(policy, r)).SelectMany(r => r.Rules).Where(r => r.IsDeny)).Distinct()
            .Where(r => !(subject.Now < r.From) && !(r.Until <= subject.Now) && (!r.IsBreakGlass || hasBroken));
        return [.. rules, .. Active(subject).Concat(SetAside(subject).Where(g => g.Kind == "deny")).SelectMany(RulesOf)];
    }

    // A condition that cannot be read never permits and always denies.
    private static IEnumerable<ModelRule> RulesOf(ModelGrant grant)
    {
        if (grant.Kind is not ("permit" or "deny") || (grant.Kind == "permit" && grant.IsUnreadable))
            return [];
        return [new("grant:" + grant.Id, grant.Kind == "deny", [grant.Name]) { When = grant.When, Fields = grant.IsUnreadable || (grant.Read is null && grant.Write is null) ? null : new(grant.Read, grant.Write, null, null) }];
    }

    private static IEnumerable<ModelGrant> Active(ModelSubject subject) => InForce(subject).Where(g => !g.IsSuspended);

    // What is set aside permits nothing, and denies what it denied.
    private static IEnumerable<ModelGrant> SetAside(ModelSubject subject) => InForce(subject).Where(g => g.IsSuspended);

    private static IEnumerable<ModelGrant> InForce(ModelSubject subject) => subject.Grants.Where(g =>
        g.Issuer == subject.Issuer && g.SubjectId == subject.Id && g.Tenant == subject.Tenant && g.From <= subject.Now && !(g.Until <= subject.Now));

    private static IEnumerable<ModelRole> Lineage(ModelPolicy policy, ModelRole role) =>
        role.Inherits.SelectMany(p => Lineage(policy, policy.Roles.Single(r => r.Name == p))).Prepend(role);
}
