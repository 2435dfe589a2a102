namespace Cks.Rbac;

/// <summary>What conditions on one resource can speak of.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Relations">Relations that a resolver answers.</param>
/// <param name="Definitions">Relations that a condition stands for.</param>
internal sealed record ConditionVocabulary(
    string Resource, IReadOnlyList<ResourceAttribute> Attributes, IReadOnlyList<string> Relations, IReadOnlyDictionary<string, Condition> Definitions);
