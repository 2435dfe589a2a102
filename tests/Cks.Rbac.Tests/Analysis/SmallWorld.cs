using Cks.Core;

namespace Cks.Rbac.Tests.Analysis;

/// <summary>What the decision point says in every state of a small world: one bit each.</summary>
/// <param name="Permitted">With each resource.</param>
/// <param name="WithoutResource">Without one.</param>
/// <param name="Masks">Each field in each use.</param>
internal sealed record Observation(bool[] Permitted, bool[] WithoutResource, IReadOnlyDictionary<(FieldUse Use, string Field), bool[]> Masks)
{
    public bool IsSame(Observation other) => Permitted.SequenceEqual(other.Permitted) && WithoutResource.SequenceEqual(other.WithoutResource) && Masks.All(m => m.Value.SequenceEqual(other.Masks[m.Key]));

    public static bool Has(bool[] one, bool[] andNot) => one.Zip(andNot).Any(p => p.First && !p.Second);
}

/// <summary>
/// Every state that conditions over some topics can tell apart: all values of the attributes, missing and such as no rule names among them, subjects that equal attributes and constants or lack a value, relations, times,
/// step-ups, break-glass. Asks the real decision point about all of them.
/// </summary>
internal sealed class SmallWorld
{
    public const string Everything = "everything";

    public static readonly string[] Topics = ["status", "creator", "level", "total", "urgent", "due", "near", "code", "id", "time", "step-up", "glass"];

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly SmallRow[] _rows;
    private readonly (Subject Subject, DateTimeOffset Now, IReadOnlyList<Grant> Grants)[] _states;

    public SmallWorld(IReadOnlyCollection<string> topics)
    {
        T[] If<T>(string topic, params T[] all) => topics.Contains(topic) ? all : all[..1];
        string[] codes = If("code", "", "k", "l", "x", "y", "me", "zz");
        string[] ids = If("id", "", "k", "l", "x", "y", "me", "other");
        _rows =
        [
            .. from status in If("status", null, "x", "y")
               from creator in If("creator", null, "k", "l", "x", "y", "me", "other", "nobody")
               from level in If("level", null, (decimal?)1, 1.5m, 2, 2.5m, 3)
               from total in If("total", null, (decimal?)-1, 0, 3, 5, 7)
               from urgent in If<bool?>("urgent", null, true, false)
               from due in If<DateTimeOffset?>("due", null, TimeOf(0), TimeOf(1), TimeOf(1.5), TimeOf(2), TimeOf(2.5), TimeOf(3), TimeOf(4))
               from near in If("near", "far", "near")
               select new SmallRow(near, status, creator, level, total, urgent, due),
        ];
        _states =
        [
            .. from code in codes
               from id in ids
               from time in If("time", 0, 1, 2, 3, 4)
               from age in If<int?>("step-up", null, 0, 300, 301)
               from glass in If("glass", false, true)
               let now = TimeOf(time)
               select (new Subject(id, TenantId.Parse("t"), []) { Code = code, SteppedUpAt = now.AddSeconds(-age ?? 0) is var at && age is null ? null : at }, now, (IReadOnlyList<Grant>)(glass ? [new("g", GrantKind.BreakGlass, "", id, TenantId.Parse("t"), "")] : [])),
        ];
    }

    public int Size => _rows.Length * _states.Length;

    /// <summary>Points in time: rules begin and end at 1 and 3.</summary>
    public static DateTimeOffset TimeOf(double point) => Start.AddDays(point);

    public async Task<Observation> ObserveAsync(SmallPolicy policy, string action, params string[] roles)
    {
        var bytes = policy.Write();
        var store = SnapshotStore<Policy>.Load(bytes, b => PolicyReader.Read("small.rbac.json", b));
        var map = new ResourceMap<SmallRow>("ex").Id(r => r.Id).Attribute("status", r => r.Status).Attribute("creator", r => r.Creator).Attribute("level", r => r.Level).Attribute("total", r => r.Total)
            .Attribute("urgent", r => r.Urgent).Attribute("due", r => r.Due);
        var (clock, capability) = (new PointClock(), CapabilityId.Of($"ex:{action}"));
        var builder = new PermissionBuilder(store, [], clock);
        var decisions = new PolicyDecisionPoint(builder, new([map]), new([new Near()]), usesGrants: true);
        var permitted = new List<bool>(Size);
        var without = new List<bool>(_states.Length);
        var masks = (from use in Enum.GetValues<FieldUse>() from field in (string[])["f", "g"] select (use, field)).ToDictionary(k => k, _ => new List<bool>(_states.Length));
        foreach (var (person, now, grants) in _states)
        {
            clock.Now = now;
            var subject = new Subject(person.Id, person.Tenant, roles) { Code = person.Code, SteppedUpAt = person.SteppedUpAt };
            var bound = subject.Bind(builder.Build(subject.Context, grants).Permissions);
            without.Add(decisions.Check(bound, capability).IsPermitted);
            foreach (var decision in await decisions.CheckAllAsync(bound, capability, _rows))
                permitted.Add(decision.IsPermitted);
            var mask = decisions.Fields(bound, capability);
            foreach (var ((use, field), bits) in masks)
                bits.Add((use switch { FieldUse.Read => mask.Read, FieldUse.Write => mask.Write, FieldUse.Filter => mask.Filter, _ => mask.Sort }).Contains(field));
        }

        return new([.. permitted], [.. without], masks.ToDictionary(m => m.Key, m => m.Value.ToArray()));
    }

    private sealed class PointClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Near : IRelationResolver
    {
        public bool Answers(string resource, string relation) => true;

        public ValueTask<IReadOnlySet<string>> ResolveAsync(Subject subject, string resource, string relation, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) =>
            new(new HashSet<string>(["near"]));
    }
}
