using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>
/// Holds a scope model and a policy against each other: its roles, the capability to see each entity that a strategy shows, and whether every condition on such a capability can be asked of the entity's rows.
/// </summary>
internal static class ScopeNames
{
    private static readonly SourceLocation Where = SourceLocation.Whole("scope model");

    /// <summary>
    /// Reports CKS201 and CKS204, where the policy does not declare a role or the capability to see an entity; CKS208, where an entity lacks a field of an attribute's type; CKS309, where something else keeps a
    /// condition from being translated.
    /// </summary>
    public static void Check(ScopeModel model, Policy policy, DiagnosticBag findings)
    {
        foreach (var role in model.Strategies.Select(s => s.Role).Where(r => !policy.DeclaresRole(r)))
            findings.AddUnknown(CksCodes.UnknownRole, Where, $"The policy declares no role \"{role}\".", role, [.. policy.Roles]);
        foreach (var entity in model.ShownEntities.Where(e => !policy.Declares(e.View)))
            findings.AddUnknown(CksCodes.UnknownCapability, Where, $"The policy declares no capability \"{entity.View}\", so no row of \"{entity.Name}\" would ever show.", entity.View.Name, [.. policy.Capabilities.Select(c => c.Name)]);
        foreach (var entity in model.ShownEntities.Union(model.ViewerEntities))
            CheckConditions(model, entity, [.. policy.ConditionsOf(entity.View)], findings);
    }

    private static void CheckConditions(ScopeModel model, ScopeEntity entity, PlanNode[] conditions, DiagnosticBag findings)
    {
        var before = findings.Total;
        var translator = new PlanTranslator(name => entity.FindField(name)?.Column, entity.Key, relation => model.Answers(entity, relation) ? Query.From(entity.Table) : null);
        foreach (var (obstacle, name, node) in conditions.SelectMany(c => c.Everything()).Select(n => (translator.ObstacleOf(n), n.Name, n)).DistinctBy(o => (o.Item1, o.Name)))
            Report(entity, obstacle, node, findings);
        if (findings.Total == before && conditions.Length > 0 && !model.StrategiesOf(entity).All(s => Fits(model, entity, s, conditions)))
            findings.Add(CksCodes.UntranslatableCondition, Where, $"A condition on \"{entity.View}\" is more than a query may hold.", "Write a simpler one, or give the rows a field that tells the kind.");
    }

    private static void Report(ScopeEntity entity, PlanObstacle obstacle, PlanNode node, DiagnosticBag findings)
    {
        switch (obstacle)
        {
            case PlanObstacle.Column:
                var type = TypeOf(node.Values[0].Kind);
                var fields = entity.Fields.Where(f => f.Type == type).Select(f => f.Name).ToArray();
                findings.AddUnknown(CksCodes.UnknownAttribute, Where, $"The policy permits \"{entity.View}\" by \"{node.Name}\", and \"{entity.Name}\" has no such {type.ToString().ToLowerInvariant()} field, so no row of it would ever show.", node.Name, fields);
                break;
            case PlanObstacle.Value:
                findings.Add(CksCodes.UntranslatableCondition, Where, $"A condition on \"{entity.View}\" compares \"{node.Name}\" with a value that no column can hold.", "Leave out U+0000, and what is finer than a microsecond.");
                break;
            case PlanObstacle.Relation:
                findings.Add(
                    CksCodes.UntranslatableCondition, Where, $"A condition on \"{entity.View}\" asks for the relation \"{node.Name}\", in which no role of the model can stand to \"{entity.Name}\".",
                    $"A list knows {string.Join(", ", RelationQueries.Names)}, as far as a role's own entity, relations and sets lead there; ask for an attribute instead.");
                break;
        }
    }

    private static bool Fits(ScopeModel model, ScopeEntity entity, CompiledStrategy strategy, PlanNode[] conditions)
    {
        var relations = new RelationQueries(ViewerTerms.Open, model, strategy);
        var translator = new PlanTranslator(name => entity.FindField(name)?.Column, entity.Key, relation => relations.Keys(entity, relation));
        try
        {
            foreach (var condition in conditions)
                _ = Query.From(entity.Table).Where(all => translator.Put(all, condition));
            return true;
        }
        catch (QueryRefusedException e) when (e.Reason == QueryRefusal.TooComplex)
        {
            return false;
        }
    }

    private static FieldType TypeOf(AttributeKind kind) => kind switch
    {
        AttributeKind.Text => FieldType.Text,
        AttributeKind.Number => FieldType.Integer,
        AttributeKind.Time => FieldType.Timestamp,
        _ => FieldType.Boolean,
    };
}
