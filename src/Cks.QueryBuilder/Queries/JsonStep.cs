namespace Cks.QueryBuilder;

/// <summary>One step of a path into a JSON value: the name of a property, or the index of an item from 0. Always a parameter, so a name may be any text.</summary>
public readonly record struct JsonStep
{
    private JsonStep(JsonLeg value) => Value = value;

    internal JsonLeg Value { get => field ?? throw new ArgumentException("A step of a JSON path is a name or an index."); }

    /// <summary>The property with exactly this name; of anything but an object, nothing.</summary>
    /// <exception cref="QueryRefusedException">The name is a malformed text.</exception>
    public static JsonStep Property(string name) => new(new JsonLeg((string)QueryValue.Of(name), 0));

    /// <summary>The item at an index from 0; of anything but an array, nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static JsonStep Item(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new(new JsonLeg(null, index));
    }

    /// <inheritdoc cref="Property"/>
    public static implicit operator JsonStep(string name) => Property(name);

    /// <inheritdoc cref="Item"/>
    public static implicit operator JsonStep(int index) => Item(index);
}
