using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Says of which types every subject may read every row.</summary>
public static class UnscopedEntityTypeBuilderExtensions
{
    private const string Annotation = "Cks:Unscoped";

    /// <summary>Leaves a type that the scope model does not know without a filter in <see cref="IScopedContexts{TContext}"/>, and lets it be read beside rows in scope. A type that the model knows keeps its scope.</summary>
    /// <param name="entity">The type.</param>
    /// <param name="reason">Why, for whoever reviews it.</param>
    public static EntityTypeBuilder Unscoped(this EntityTypeBuilder entity, string reason)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return entity.HasAnnotation(Annotation, reason);
    }

    internal static string? ReasonOf(IReadOnlyEntityType type) => type.GetRootType().FindAnnotation(Annotation)?.Value as string;
}
