namespace Cks.Rbac;

/// <summary>
/// What a rule asks of the resource, as written. Its meaning has three values (Kleene): what is missing, an attribute or a value of the subject, is unknown. A permit needs it true and a deny needs it
/// not false, so that it is never evaluated with three values: it is taken apart twice, into a formula that says when it is true and one that says when it is false (<see cref="When"/>, <see cref="Bind"/>).
/// </summary>
internal sealed class Condition
{
    private Condition(ConditionKind kind, string name, IReadOnlyList<Condition> parts, IReadOnlyList<AttributeValue> values, IReadOnlyList<SubjectValue> subject, ResourceAttribute? attribute) =>
        (Kind, Name, Parts, Values, Subject, Attribute) = (kind, name, parts, values, subject, attribute);

    public ConditionKind Kind { get; }

    /// <summary>The attribute or the relation.</summary>
    public string Name { get; }

    public ResourceAttribute? Attribute { get; }

    public IReadOnlyList<Condition> Parts { get; }

    /// <summary>What the attribute is compared with: one value but for <see cref="ConditionKind.OneOf"/>.</summary>
    public IReadOnlyList<AttributeValue> Values { get; }

    /// <summary>The subject's values that it is compared with as well.</summary>
    public IReadOnlyList<SubjectValue> Subject { get; }

    public static Condition All(IReadOnlyList<Condition> parts) => parts is [var only] ? only : new(ConditionKind.All, "", parts, [], [], null);

    public static Condition Any(IReadOnlyList<Condition> parts) => parts is [var only] ? only : new(ConditionKind.Any, "", parts, [], [], null);

    public static Condition Not(Condition part) => new(ConditionKind.Not, "", [part], [], [], null);

    public static Condition OneOf(ResourceAttribute attribute, IReadOnlyList<AttributeValue> values, IReadOnlyList<SubjectValue> subject) =>
        new(ConditionKind.OneOf, attribute.Name, [], values, subject, attribute);

    public static Condition Compare(ConditionKind kind, ResourceAttribute attribute, AttributeValue value) => new(kind, attribute.Name, [], [value], [], attribute);

    public static Condition Related(string relation) => new(ConditionKind.Related, relation, [], [], [], null);

    /// <summary>This and all that is in it.</summary>
    public IEnumerable<Condition> Everything() => Parts.Count == 0 ? [this] : Parts.SelectMany(p => p.Everything()).Prepend(this);

    public IEnumerable<string> Attributes => Everything().Where(c => c.Attribute is not null).Select(c => c.Name).Distinct(StringComparer.Ordinal);

    public IEnumerable<string> Relations => Everything().Where(c => c.Kind == ConditionKind.Related).Select(c => c.Name).Distinct(StringComparer.Ordinal);

    /// <summary>When the condition is true, or when it is false, for this subject.</summary>
    public PlanNode When(bool truth, DecisionContext subject) => Kind switch
    {
        ConditionKind.Not => Parts[0].When(!truth, subject),
        ConditionKind.All or ConditionKind.Any => (Kind == ConditionKind.All) == truth
            ? PlanNode.All(Parts.Select(p => p.When(truth, subject)))
            : PlanNode.Any(Parts.Select(p => p.When(truth, subject))),
        ConditionKind.OneOf => OneOfWhen(truth, subject),
        ConditionKind.Related => PlanNode.Related(Name, truth),
        _ => PlanNode.Compare(KindWhen(truth), Name, Values[0]),
    };

    /// <summary>The same as <see cref="When"/> as code on the application's own type.</summary>
    public RowTest<T> Bind<T>(bool truth, ResourceMap<T> map, PolicyResource resource) => Kind switch
    {
        ConditionKind.Not => Parts[0].Bind(!truth, map, resource),
        ConditionKind.All or ConditionKind.Any => (Kind == ConditionKind.All) == truth
            ? new AllTest<T>([.. Parts.Select(p => p.Bind(truth, map, resource))])
            : new AnyTest<T>([.. Parts.Select(p => p.Bind(truth, map, resource))]),
        ConditionKind.Related => new RelatedTest<T>(resource.RelationBit(Name), truth),
        ConditionKind.OneOf => Attribute!.Kind switch
        {
            AttributeKind.Text => new TextTest<T>(map.Text(Attribute), [.. Values.Select(v => v.Text)], [.. Subject], truth),
            AttributeKind.Number => new ValueTest<T, decimal>(map.Number(Attribute), [.. Values.Select(v => v.Number)], truth),
            AttributeKind.Time => new ValueTest<T, DateTimeOffset>(map.Time(Attribute), [.. Values.Select(v => v.Time)], truth),
            _ => new ValueTest<T, bool>(map.Flag(Attribute), [.. Values.Select(v => v.Flag)], truth),
        },
        _ => Attribute!.Kind == AttributeKind.Time
            ? new OrderTest<T, DateTimeOffset>(map.Time(Attribute), KindWhen(truth), Values[0].Time)
            : new OrderTest<T, decimal>(map.Number(Attribute), KindWhen(truth), Values[0].Number),
    };

    /// <summary>What a comparison asks when it is to be true, or false.</summary>
    public PlanNodeKind KindWhen(bool truth) => Kind switch
    {
        ConditionKind.Related => truth ? PlanNodeKind.Related : PlanNodeKind.NotRelated,
        ConditionKind.OneOf => truth ? PlanNodeKind.OneOf : PlanNodeKind.NoneOf,
        _ => truth ? Order : Opposite(Order),
    };

    /// <summary>What a comparison names, as documents write it.</summary>
    public IEnumerable<string> Written => Values.Select(v => v.ToString()).Concat(Subject.Select(v => SubjectValues.Names[(int)v]));

    private PlanNodeKind Order => Kind switch
    {
        ConditionKind.Lt => PlanNodeKind.Lt,
        ConditionKind.Le => PlanNodeKind.Le,
        ConditionKind.Gt => PlanNodeKind.Gt,
        _ => PlanNodeKind.Ge,
    };

    private static PlanNodeKind Opposite(PlanNodeKind order) => order switch
    {
        PlanNodeKind.Lt => PlanNodeKind.Ge,
        PlanNodeKind.Le => PlanNodeKind.Gt,
        PlanNodeKind.Gt => PlanNodeKind.Le,
        _ => PlanNodeKind.Lt,
    };

    private PlanNode OneOfWhen(bool truth, DecisionContext subject)
    {
        string[] own = [.. Subject.Select(v => SubjectValues.Of(subject, v))];
        // False only when it is known that no value matches.
        if (!truth && own.Contains(""))
            return PlanNode.False;
        AttributeValue[] values = [.. Values.Concat(own.Where(v => v.Length > 0).Select(AttributeValue.Of)).Distinct()];
        return truth ? PlanNode.OneOf(Name, values) : PlanNode.NoneOf(Name, values);
    }
}
