namespace Cks.Rbac;

/// <summary>The conditions of <see cref="ConditionalRules"/> as code on one type of the application, in their order.</summary>
/// <param name="rules">Where they come from.</param>
/// <param name="denies">When each deny does not apply.</param>
/// <param name="permits">When each permit applies; <see langword="null"/> for always.</param>
internal sealed class BoundConditions<T>(BoundRules<T> rules, RowTest<T>[] denies, RowTest<T>?[] permits)
{
    public BoundRules<T> Rules { get; } = rules;

    public RowTest<T>[] Denies { get; } = denies;

    public RowTest<T>?[] Permits { get; } = permits;
}
