using System.Runtime.CompilerServices;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>A table of the application as scope sees it. Its capability to be seen is <c>{name}:view</c>.</summary>
public sealed class ScopeEntity
{
    // A role's mask is one object for as long as its policy is in use, so that its fields are picked once.
    private readonly ConditionalWeakTable<FieldMask, VisibleFields> _fieldsByMask = [];

    internal ScopeEntity(string name, Table table, string key)
    {
        (Name, Table) = (name, table);
        Key = table.Column<string>(key);
        View = CapabilityId.Of($"{name}:view");
    }

    /// <summary>Name in the model, such as <c>contractor</c>.</summary>
    public string Name { get; }

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>The capability that is needed to see rows of it.</summary>
    public CapabilityId View { get; }

    /// <summary>How its codes are written; <see langword="null"/> where it has none.</summary>
    public CodeFormat? Code { get; internal init; }

    internal Column<string> Key { get; }

    /// <summary>The tenant column; <see langword="null"/> only for an entity that is declared as shared.</summary>
    internal Column<string>? Tenant { get; init; }

    internal Column<bool>? Test { get; init; }

    internal Column<DateTimeOffset?>? Archived { get; init; }

    internal IReadOnlyList<ScopeField> Fields { get; init; } = [];

    internal ScopeField? FindField(string name) => Fields.FirstOrDefault(f => f.Name == name);

    /// <summary>The field that shows the key; a set whose key is hidden from the viewer is not shown at all, because it is ordered by it.</summary>
    internal ScopeField? KeyField => Fields.FirstOrDefault(f => f.Column == Key);

    /// <summary>What is left of the entity under a mask; <see langword="null"/> when the key is not.</summary>
    internal VisibleFields? FieldsUnder(FieldMask mask)
    {
        if (_fieldsByMask.TryGetValue(mask, out var fields))
            return fields;
        return KeyField is { } key && mask.Allows(key.Name) ? _fieldsByMask.GetValue(mask, m => new(this, m)) : null;
    }
}

/// <summary>A column under the name that answers and masks use.</summary>
internal sealed record ScopeField(string Name, Column Column, FieldType Type);
