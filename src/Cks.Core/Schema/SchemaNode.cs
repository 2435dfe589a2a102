namespace Cks.Core;

/// <summary>One schema, ready to be evaluated. Filled while its document is compiled and never changed afterwards.</summary>
internal sealed class SchemaNode(int resource)
{
    /// <summary>The resource (what has an <c>$id</c> of its own) that it belongs to, for the dynamic scope.</summary>
    public readonly int Resource = resource;

    /// <summary>For <c>true</c> and <c>false</c>, and for an object without a keyword that could refuse.</summary>
    public bool? Always;

    // In place: looks at the same value.
    public SchemaNode? Ref;
    public SchemaDynamicRef? DynamicRef;
    public SchemaNode[]? AllOf;
    public SchemaNode[]? AnyOf;
    public SchemaNode[]? OneOf;
    public SchemaNode? Not;
    public SchemaNode? If;
    public SchemaNode? Then;
    public SchemaNode? Else;

    // Any kind. A bit for each kind of value; a whole number has one of its own.
    public int Types = SchemaTypes.All;
    public JsonConstant? Const;
    public SchemaEnum? Enum;

    // Numbers.
    public SchemaBound? Minimum;
    public SchemaBound? Maximum;
    public SchemaBound? MultipleOf;

    // Texts.
    public int MinLength;
    public int MaxLength = int.MaxValue;
    public SchemaPattern? Pattern;
    public SchemaFormat Format;

    // Arrays.
    public SchemaNode[]? PrefixItems;
    public SchemaNode? Items;
    public SchemaNode? Contains;
    public int MinContains = 1;
    public int MaxContains = int.MaxValue;
    public int MinItems;
    public int MaxItems = int.MaxValue;
    public bool UniqueItems;
    public SchemaNode? UnevaluatedItems;

    // Objects.
    public SchemaProperties? Properties;
    public (SchemaPattern Pattern, SchemaNode Schema)[]? PatternProperties;
    public SchemaNode? AdditionalProperties;
    public SchemaNode? PropertyNames;
    public int MinProperties;
    public int MaxProperties = int.MaxValue;
    public (SchemaName Name, SchemaName Required)[]? DependentRequired;
    public (SchemaName Name, SchemaNode Schema)[]? DependentSchemas;
    public SchemaNode? UnevaluatedProperties;

    /// <summary>Which of the groups of keywords are there, so that the others cost nothing.</summary>
    public SchemaParts Parts;

    /// <summary>The schemas that look at the same value.</summary>
    public IEnumerable<SchemaNode> InPlace()
    {
        SchemaNode?[] single = [Ref, Not, If, Then, Else];
        return single.OfType<SchemaNode>().Concat(AllOf ?? []).Concat(AnyOf ?? []).Concat(OneOf ?? []).Concat(DependentSchemas?.Select(d => d.Schema) ?? []);
    }

    /// <summary>Marks what there is; called once, when all keywords are read.</summary>
    public void Complete()
    {
        if (Ref is not null || DynamicRef is not null || AllOf is not null || AnyOf is not null || OneOf is not null || Not is not null || If is not null)
            Parts |= SchemaParts.InPlace;
        if (Const is not null || Enum is not null)
            Parts |= SchemaParts.Values;
        if (Minimum is not null || Maximum is not null || MultipleOf is not null)
            Parts |= SchemaParts.Numbers;
        if (MinLength > 0 || MaxLength < int.MaxValue || Pattern is not null || Format != SchemaFormat.None)
            Parts |= SchemaParts.Texts;
        if (PrefixItems is not null || Items is not null || Contains is not null || MinItems > 0 || MaxItems < int.MaxValue || UniqueItems || UnevaluatedItems is not null)
            Parts |= SchemaParts.Arrays;
        if (Properties is not null || PatternProperties is not null || AdditionalProperties is not null || PropertyNames is not null || MinProperties > 0 || MaxProperties < int.MaxValue
            || DependentRequired is not null || DependentSchemas is not null || UnevaluatedProperties is not null)
            Parts |= SchemaParts.Objects;
        if (Parts == SchemaParts.None && Types == SchemaTypes.All)
            Always = true;
    }
}

/// <summary>Groups of keywords.</summary>
[Flags]
internal enum SchemaParts : byte
{
    None = 0,
    InPlace = 1,
    Values = 2,
    Numbers = 4,
    Texts = 8,
    Arrays = 16,
    Objects = 32,
}
