namespace Cks.QueryBuilder;

/// <summary>A value that a query leaves open; <see cref="Query.Bind"/> gives it. Compared by reference.</summary>
/// <typeparam name="T">The type of its values.</typeparam>
/// <param name="name">A name for messages.</param>
public sealed class Parameter<T>(string name) : Parameter(name)
{
    /// <summary>A value for it, to be handed to <see cref="Query.Bind"/>.</summary>
    /// <exception cref="ArgumentNullException">The value is null; NULL equals nothing in SQL.</exception>
    /// <exception cref="QueryRefusedException">The value is a malformed text.</exception>
    public ParameterValue Is(T value) => new(this, QueryValue.Of(value));
}
