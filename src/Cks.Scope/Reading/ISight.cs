using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>What the policy leaves of an entity for whoever the answer is for.</summary>
internal interface ISight
{
    /// <summary>The fields that may be shown; <see langword="null"/> when nothing of the entity may.</summary>
    VisibleFields? FieldsOf(ScopeEntity entity);

    /// <summary>Keeps the rows that may be shown.</summary>
    Query Permitted(ScopeEntity entity, Query rows);
}
