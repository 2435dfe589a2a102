using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>A table of the application as scope sees it.</summary>
public sealed class ScopeEntity
{
    // A role's mask is one object for as long as its policy is in use, so that its fields are picked once.
    private readonly ConditionalWeakTable<FieldMask, VisibleFields> _fieldsByMask = [];

    internal ScopeEntity(string name, string view, Table table, string key)
    {
        (Name, Table) = (name, table);
        Key = table.Column<string>(key);
        View = CapabilityId.Of(view);
    }

    /// <summary>Name in the model, such as <c>contractor</c>.</summary>
    public string Name { get; }

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>The capability that is needed to see rows of it.</summary>
    /// <value>Default: <c>{name}:view</c>.</value>
    public CapabilityId View { get; }

    /// <summary>How its codes are written; <see langword="null"/> where it has none.</summary>
    public CodeFormat? Code { get; internal init; }

    /// <summary>The key, unique within a tenant.</summary>
    public Column<string> Key { get; }

    /// <summary>The tenant column; <see langword="null"/> only for an entity that is declared as shared.</summary>
    public Column<string>? Tenant { get; internal init; }

    /// <summary>The mark of test rows; <see langword="null"/> only for an entity that is declared as shared.</summary>
    public Column<bool>? Test { get; internal init; }

    /// <summary>When a row was archived; <see langword="null"/> where rows never are.</summary>
    public Column<DateTimeOffset?>? Archived { get; internal init; }

    /// <summary>The moment by which its rows are ordered, newest first; <see langword="null"/> where they are ordered by their key.</summary>
    public Column<DateTimeOffset>? NewestFirst { get; internal init; }

    internal IReadOnlyList<ScopeField> Fields { get; init; } = [];

    /// <summary>The fields that show by what rows are ordered; a set is not shown at all to whom one of them is hidden. Empty where the key is no field: then nobody is shown any.</summary>
    internal IReadOnlyList<ScopeField> OrderFields => field ??= FieldOf(Key) is not { } key ? [] : NewestFirst is null ? [key] : [FieldOf(NewestFirst)!, key];

    /// <summary>The columns of <see cref="OrderFields"/>, each with its table.</summary>
    internal string[] OrderColumns => field ??= [.. OrderFields.Select(f => f.Column.ToString())];

    /// <summary>Looks the column of a field up by the field's name.</summary>
    public bool TryField(string name, [NotNullWhen(true)] out Column? column)
    {
        column = FindField(name)?.Column;
        return column is not null;
    }

    internal ScopeField? FindField(string name) => Fields.FirstOrDefault(f => f.Name == name);

    /// <summary>Rows in the order of the entity, which is total: the key ends it.</summary>
    internal Query Ordered(Query rows) => NewestFirst is null ? rows.OrderBy(Key) : rows.OrderByDesc(NewestFirst).OrderByDesc(Key);

    /// <summary>What is left of the entity under a mask; <see langword="null"/> when a field by which rows are ordered is not.</summary>
    internal VisibleFields? FieldsUnder(FieldMask mask)
    {
        if (_fieldsByMask.TryGetValue(mask, out var fields))
            return fields;
        return ShowsOrder(mask) ? _fieldsByMask.GetValue(mask, m => new(this, m.Allows, m.Filter.Contains, m.Sort.Contains)) : null;
    }

    /// <summary>What is left of the entity under two masks.</summary>
    internal VisibleFields? FieldsUnder(FieldMask one, FieldMask other) =>
        ShowsOrder(one) && ShowsOrder(other) ? new(this, name => one.Allows(name) && other.Allows(name), name => one.Filter.Contains(name) && other.Filter.Contains(name), name => one.Sort.Contains(name) && other.Sort.Contains(name)) : null;

    private bool ShowsOrder(FieldMask mask) => OrderFields.Count > 0 && OrderFields.All(f => mask.Allows(f.Name));

    private ScopeField? FieldOf(Column column) => Fields.FirstOrDefault(f => f.Column == column);
}

/// <summary>A column under the name that answers and masks use.</summary>
internal sealed record ScopeField(string Name, Column Column, FieldType Type);
