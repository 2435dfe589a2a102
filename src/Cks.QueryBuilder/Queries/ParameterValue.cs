namespace Cks.QueryBuilder;

/// <summary>A parameter and its value; made by <see cref="Parameter{T}.Is"/>.</summary>
public readonly struct ParameterValue
{
    internal ParameterValue(Parameter parameter, object value) => (Parameter, Value) = (parameter, value);

    internal Parameter? Parameter { get; }

    internal object Value { get => field ?? throw new ArgumentException("The value is of no parameter."); }
}
