using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Cks.Scope;

/// <summary>One row of a set: only the fields that the viewer may read, in the order in which the model declares them.</summary>
[JsonConverter(typeof(RowJsonConverter))]
public sealed class Row
{
    private readonly object?[] _values;

    internal Row(RowNames names, object?[] values) => (Fields, _values) = (names, values);

    /// <summary>Names of the fields.</summary>
    public IReadOnlyList<string> Names => Fields.All;

    internal RowNames Fields { get; }

    /// <summary>Values in the order of <see cref="Names"/>: text, <see cref="long"/>, <see cref="bool"/>, <see cref="DateTimeOffset"/> in UTC, or <see langword="null"/>.</summary>
    public IReadOnlyList<object?> Values => _values;

    internal object?[] Cells => _values;

    /// <summary>The value of a field.</summary>
    /// <exception cref="KeyNotFoundException">The row has no such field: it does not exist, or the viewer may not read it.</exception>
    public object? this[string name] => TryGet(name, out var value) ? value : throw new KeyNotFoundException($"The row has no field \"{name}\".");

    /// <summary>Looks a field up by its name.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out object? value)
    {
        var names = Fields.All;
        for (var i = 0; i < names.Length; i++)
            if (names[i] == name)
            {
                value = _values[i];
                return true;
            }

        value = null;
        return false;
    }
}
