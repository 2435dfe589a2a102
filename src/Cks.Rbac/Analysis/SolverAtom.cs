namespace Cks.Rbac;

/// <summary>A comparison with one variable, or the contrary of one.</summary>
/// <param name="Variable">What is compared.</param>
/// <param name="Test">How; never <see cref="PlanNodeKind.All"/> or <see cref="PlanNodeKind.Any"/>.</param>
/// <param name="Values">What with.</param>
/// <param name="Subjects">Values of the subject that it is compared with as well: for <see cref="PlanNodeKind.OneOf"/> one of them is enough, for <see cref="PlanNodeKind.NoneOf"/> none may be missing.</param>
/// <param name="IsNegated">Whether it holds exactly where the comparison does not, also where something is missing.</param>
internal sealed record SolverAtom(SolverVariable Variable, PlanNodeKind Test, IReadOnlyList<AttributeValue> Values, IReadOnlyList<SolverVariable> Subjects, bool IsNegated)
{
    public bool Holds(SolverClass value) => value.Fulfils(Test, Values) != IsNegated;
}
