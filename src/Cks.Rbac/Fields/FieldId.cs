namespace Cks.Rbac;

/// <summary>
/// A field of a resource, as a small number that <see cref="FieldSet"/> tests without looking a name up. Numbers are process-wide and append-only, and count from 0 on each resource. The default value is in
/// no set.
/// </summary>
public readonly record struct FieldId
{
    private readonly ResourceFields? _fields;

    private FieldId(ResourceFields fields, int number) => (_fields, Number) = (fields, number);

    /// <summary>The resource; empty for the default value.</summary>
    public string Resource => _fields?.Resource ?? "";

    /// <summary>The field; empty for the default value.</summary>
    public string Name => _fields?.NameOf(Number) ?? "";

    internal int Number { get; }

    /// <summary>The id of a field named in code. Never call it with text from a request: names are kept for the life of the process; a set answers for names.</summary>
    /// <exception cref="InvalidOperationException">More than <see cref="ResourceFields.Limit"/> fields on one resource.</exception>
    public static FieldId Of(string resource, string field)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        var fields = ResourceFields.Of(resource);
        return new(fields, fields.NumberOf(field));
    }

    internal bool IsOf(ResourceFields fields) => ReferenceEquals(_fields, fields);

    /// <summary><c>resource.field</c>.</summary>
    public override string ToString() => _fields is null ? "" : $"{Resource}.{Name}";
}
