using System.Reflection;
using Cks.Core;

namespace Cks.Rbac.Tests.Subjects;

/// <summary>What cannot be read cannot be forgotten in a cache key (S06).</summary>
public sealed class EvaluatorInputTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Type[] Evaluator =
    [
        typeof(EffectivePermissions), typeof(ActorRights), typeof(Held), typeof(MappedRow<>), typeof(PlanNode), typeof(PermissionBuilder), typeof(GrantedRules), typeof(Condition), typeof(SubjectValues), typeof(Obligation), typeof(BoundRules<>), typeof(BoundConditions<>), typeof(ConditionalRules),
        typeof(RowTest<>), typeof(AllTest<>), typeof(AnyTest<>), typeof(RelatedTest<>), typeof(TextTest<>), typeof(ValueTest<,>), typeof(OrderTest<,>),
    ];

    // The caller's only one is the first; the others are the policy, what was granted, ceilings, rows and answers.
    private static readonly Type[] Readable =
    [
        typeof(DecisionContext),
        typeof(Policy), typeof(PolicyRole), typeof(PolicyRule), typeof(PolicyResource), typeof(Snapshot<>), typeof(SnapshotStore<>), typeof(SnapshotVersion), typeof(CapabilityId), typeof(CapabilitySet),
        typeof(ConditionKind), typeof(ResourceAttribute), typeof(AttributeKind), typeof(AttributeValue), typeof(SubjectValue), typeof(PlanNode), typeof(PlanNodeKind), typeof(ScopePlan),
        typeof(FieldSet), typeof(FieldMask), typeof(HiddenFields), typeof(Decision), typeof(DecisionReason), typeof(Grant), typeof(GrantKind), typeof(TenantId), typeof(ICapabilityCeiling), typeof(ResourceMap<>),
        typeof(ConditionReader), typeof(ConditionVocabulary), typeof(DiagnosticBag), typeof(SourceDocumentOptions), typeof(SourceNode), typeof(SourceLocation),
    ];

    [Fact]
    public void S06_the_evaluator_reads_nothing_of_the_caller_but_the_context() => Assert.Empty(Evaluator.SelectMany(ReadBy).Distinct().Except(Evaluator).Except(Readable));

    [Fact]
    public void S06_what_reads_a_subject_is_seen_to()
    {
        Assert.Contains(typeof(Subject), ReadBy(typeof(PermissionCache)));
        Assert.Contains(typeof(Subject), ReadBy(typeof(PolicyDecisionPoint)));
        Assert.Contains(typeof(DecisionContext), ReadBy(typeof(PermissionBuilder)));
    }

    /// <summary>The types that are not the platform's, among fields, parameters and locals.</summary>
    private static IEnumerable<Type> ReadBy(Type type)
    {
        Type[] own = [type, .. type.GetNestedTypes(All)];
        var read = own.SelectMany(t => t.GetFields(All).Select(f => f.FieldType)
            .Concat(t.GetMethods(All).Cast<MethodBase>().Concat(t.GetConstructors(All))
                .SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Concat(m.GetMethodBody()?.LocalVariables.Select(l => l.LocalType) ?? []))));
        return read.SelectMany(Parts).Where(t => !t.IsGenericParameter && t.DeclaringType is null && t.Namespace?.StartsWith("System", StringComparison.Ordinal) == false).Distinct();
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition()) : [type];
}
