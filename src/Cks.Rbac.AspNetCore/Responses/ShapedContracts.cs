using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// The contracts of an application's JSON without the members that a mask hides: what is not in a contract cannot be written, wherever the type stands. Base types and derived ones of a masked type are
/// masked alike, because a row may stand behind them. What would write a masked type past its contract is refused.
/// </summary>
internal sealed class ShapedContracts : IJsonTypeInfoResolver
{
    public const string RowMember = "_can";

    private readonly IJsonTypeInfoResolver _inner;
    private readonly (Type Type, FieldSet Read)[] _masks;
    private readonly Type[] _rows;
    private readonly ResourceMaps _maps;

    public ShapedContracts(JsonSerializerOptions application, (Type Type, FieldSet Read)[] masks, Type[] rows, ResourceMaps maps)
    {
        (_inner, _masks, _rows, _maps) = (ResolverOf(application), masks, rows, maps);
        Options = new(application) { TypeInfoResolver = this };
        Masked = new(Options, t => Array.Exists(_masks, m => IsRelated(m.Type, t)) || (_masks.Length == 0 && IsRow(t)));
        Rows = new(Options, IsRow);
    }

    public JsonSerializerOptions Options { get; }

    /// <summary>What can hold a masked type, or a row where none is masked.</summary>
    public TypeReach Masked { get; }

    /// <summary>What can hold a row.</summary>
    public TypeReach Rows { get; }

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)
    {
        if (_inner.GetTypeInfo(type, options) is not { } info)
            return null;
        (Type Type, FieldSet Read)[] masks = [.. _masks.Where(m => Applies(m.Type, type))];
        if (masks.Length > 0)
            Mask(info, masks);
        else if (info.Kind == JsonTypeInfoKind.None && Holds(type))
            throw Unmaskable(type, "a converter of its own writes it");
        else if (IsUnmaskedResource(type))
            throw new InvalidOperationException($"{type.Name} stands for a resource, and the endpoint does not mask it. Add .WithFieldMask<{type.Name}>(\"resource:action\").");
        if (info.Kind == JsonTypeInfoKind.Object && info.Properties.FirstOrDefault(p => p.CustomConverter is not null && (p.PropertyType == typeof(object) || Holds(p.PropertyType))) is { } converted)
            throw Unmaskable(type, $"a converter of its own writes {converted.Name}");
        if (info.Kind == JsonTypeInfoKind.Object && Array.Exists(_rows, r => r.IsAssignableFrom(type)))
            info.Properties.Add(JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<RowCan>
            {
                IsProperty = true,
                IsPublic = true,
                DeclaringType = type,
                PropertyTypeInfo = JsonMetadataServices.CreateValueInfo<RowCan>(options, new RowCanConverter()),
                Converter = new RowCanConverter(),
                Getter = RowAnswers.Of,
                PropertyName = RowMember,
                JsonPropertyName = RowMember,
            }));
        return info;
    }

    private static void Mask(JsonTypeInfo info, (Type Type, FieldSet Read)[] masks)
    {
        if (info.Kind != JsonTypeInfoKind.Object)
            throw Unmaskable(info.Type, "it is not written as an object of members");
        for (var i = info.Properties.Count - 1; i >= 0; i--)
        {
            // What stands in extension data has names that nobody listed.
            if (info.Properties[i].IsExtensionData || !IsShown(info.Properties[i].Name))
                info.Properties.RemoveAt(i);
        }

        if (info.PolymorphismOptions is not { } polymorphism || IsShown(polymorphism.TypeDiscriminatorPropertyName))
            return;
        // Which of the types it is, is a field as well.
        info.PolymorphismOptions = new() { IgnoreUnrecognizedTypeDiscriminators = true, UnknownDerivedTypeHandling = polymorphism.UnknownDerivedTypeHandling };
        foreach (var derived in polymorphism.DerivedTypes)
            info.PolymorphismOptions.DerivedTypes.Add(new(derived.DerivedType));

        bool IsShown(string name) => Array.TrueForAll(masks, m => m.Read.Contains(name));
    }

    // The mask of the type itself stands before that of a type it derives from; the masks of those derived from it count beside it.
    private bool Applies(Type mask, Type type) => IsBase(type, mask)
        || (mask.IsAssignableFrom(type) && !Array.Exists(_masks, m => m.Type != mask && mask.IsAssignableFrom(m.Type) && m.Type.IsAssignableFrom(type)));

    // Also a list or holder of its own name, by what it is a list or holder of.
    private bool Holds(Type type) => IsOurs(type) || (type.HasElementType && Holds(type.GetElementType()!)) || (type.IsGenericType && Array.Exists(type.GetGenericArguments(), Holds))
        || BasesOf(type).Any(b => b.IsGenericType && Array.Exists(b.GetGenericArguments(), a => a != type && IsOurs(a)));

    private bool IsOurs(Type type) => Array.Exists(_masks, m => IsRelated(m.Type, type)) || IsRow(type) || IsUnmaskedResource(type);

    private bool IsUnmaskedResource(Type type) => _masks.Length > 0 && _maps.Knows(type) && !Array.Exists(_masks, m => Applies(m.Type, type));

    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What was trimmed away nobody reads a list by.")]
    private static IEnumerable<Type> BasesOf(Type type)
    {
        for (var one = type.BaseType; one is not null; one = one.BaseType)
            yield return one;
        foreach (var one in type.GetInterfaces())
            yield return one;
    }

    private bool IsRow(Type type) => Array.Exists(_rows, r => IsRelated(r, type));

    private static bool IsRelated(Type mask, Type type) => IsBase(type, mask) || mask.IsAssignableFrom(type);

    private static bool IsBase(Type type, Type mask) => type != typeof(object) && type.IsAssignableFrom(mask);

    private static InvalidOperationException Unmaskable(Type type, string why) => new($"{type} cannot be masked: {why}.");

    // As the framework finds it where the application names none.
    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Used only where reflection is the application's default.")]
    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Used only where reflection is the application's default.")]
    private static IJsonTypeInfoResolver ResolverOf(JsonSerializerOptions application) => application.TypeInfoResolver
        ?? (JsonSerializer.IsReflectionEnabledByDefault ? new DefaultJsonTypeInfoResolver() : throw new InvalidOperationException("Nothing says how answers are written to JSON: add a JsonSerializerContext to JsonOptions."));
}
