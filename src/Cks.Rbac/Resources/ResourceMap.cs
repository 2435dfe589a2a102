using System.Runtime.CompilerServices;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>How the attributes that conditions ask for are read from an object of the application; see <see cref="CksRbacBuilder.MapResource"/>.</summary>
/// <typeparam name="T">The type, as it is handed to <see cref="IPolicyDecisionPoint.CheckAsync{T}(Subject, CapabilityId, T, CancellationToken)"/>.</typeparam>
public sealed class ResourceMap<T> : IResourceMap
{
    private readonly Dictionary<string, Delegate> _attributes = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<Policy, BoundRules<T>> _bound = [];
    private BoundRules<T>? _latest;
    private Func<T, ResourceAttribute, AttributeValue?>? _others;

    internal ResourceMap(string resource) => Resource = resource;

    internal string Resource { get; }

    internal Func<T, string?>? Identity { get; private set; }

    (Type Type, string Resource) IResourceMap.Key => (typeof(T), Resource);

    int IResourceMap.Slot => ResourceMaps.SlotOf<T>();

    /// <summary>Says how a text is read. An attribute is read only when a condition asks for it; what it throws reaches the caller of the check.</summary>
    /// <param name="name">Attribute as the policy declares it.</param>
    /// <param name="read">Reads it; <see langword="null"/> is missing, so that no permit applies by it and every deny does.</param>
    public ResourceMap<T> Attribute(string name, Func<T, string?> read) => Add(name, read);

    /// <summary>Says how a number is read.</summary>
    /// <inheritdoc cref="Attribute(string, Func{T, string})"/>
    public ResourceMap<T> Attribute(string name, Func<T, decimal?> read) => Add(name, read);

    /// <summary>Says how a point in time is read.</summary>
    /// <inheritdoc cref="Attribute(string, Func{T, string})"/>
    public ResourceMap<T> Attribute(string name, Func<T, DateTimeOffset?> read) => Add(name, read);

    /// <summary>Says how a flag is read.</summary>
    /// <inheritdoc cref="Attribute(string, Func{T, string})"/>
    public ResourceMap<T> Attribute(string name, Func<T, bool?> read) => Add(name, read);

    /// <summary>Says how every attribute is read that is not named by itself, for a type that has its attributes by name, as rows from elsewhere do.</summary>
    /// <param name="read">Reads it; <see langword="null"/>, or a value of another kind than the policy declares, is missing.</param>
    public ResourceMap<T> Attributes(Func<T, ResourceAttribute, AttributeValue?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        _others = read;
        return this;
    }

    /// <summary>Says what the resource is called, for relations: the id that <see cref="IRelationResolver"/> is asked about. One without an id stands in no relation.</summary>
    public ResourceMap<T> Id(Func<T, string?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Identity = read;
        return this;
    }

    // A policy that came into use after the start may ask for an attribute that is not mapped: it is missing.
    internal Func<T, string?> Text(ResourceAttribute attribute) => _attributes.GetValueOrDefault(attribute.Name) as Func<T, string?> ?? (row => Other(row, attribute)?.Text);

    internal Func<T, decimal?> Number(ResourceAttribute attribute) => _attributes.GetValueOrDefault(attribute.Name) as Func<T, decimal?> ?? (row => Other(row, attribute)?.Number);

    internal Func<T, DateTimeOffset?> Time(ResourceAttribute attribute) => _attributes.GetValueOrDefault(attribute.Name) as Func<T, DateTimeOffset?> ?? (row => Other(row, attribute)?.Time);

    internal Func<T, bool?> Flag(ResourceAttribute attribute) => _attributes.GetValueOrDefault(attribute.Name) as Func<T, bool?> ?? (row => Other(row, attribute)?.Flag);

    internal AttributeValue? Read(ResourceAttribute attribute, T row) => attribute.Kind switch
    {
        AttributeKind.Text => Text(attribute)(row) is { } text ? AttributeValue.Of(text) : null,
        AttributeKind.Number => Number(attribute)(row) is { } number ? AttributeValue.Of(number) : null,
        AttributeKind.Time => Time(attribute)(row) is { } time ? AttributeValue.Of(time) : null,
        _ => Flag(attribute)(row) is { } flag ? AttributeValue.Of(flag) : null,
    };

    internal BoundRules<T> BoundTo(Policy policy)
    {
        if (_latest is { } latest && ReferenceEquals(latest.Policy, policy))
            return latest;
        return _latest = _bound.GetValue(policy, p => new(p, this));
    }

    void IResourceMap.CheckAgainst(Policy policy, IReadOnlyList<IRelationResolver> resolvers, DiagnosticBag findings)
    {
        var where = SourceLocation.Whole($"MapResource<{typeof(T).Name}>");
        if (policy.FindResource(Resource) is not { } resource)
        {
            findings.AddUnknown(CksCodes.UnknownAttribute, where, $"The policy declares no resource \"{Resource}\".", Resource, policy.ResourceNames);
            return;
        }

        string[] declared = [.. resource.Attributes.Select(a => a.Name)];
        foreach (var name in _attributes.Keys.Except(declared))
            findings.AddUnknown(CksCodes.UnknownAttribute, where, $"\"{Resource}\" has no attribute \"{name}\".", name, declared);
        foreach (var attribute in resource.Attributes)
        {
            if (!_attributes.TryGetValue(attribute.Name, out var read))
            {
                if (_others is null && resource.Asked.Contains(attribute))
                    findings.Add(CksCodes.UnknownAttribute, where, $"A condition on \"{Resource}\" asks for \"{attribute.Name}\", which is not mapped.", $"Add .Attribute(\"{attribute.Name}\", ...).");
            }
            else if (!Fits(read, attribute.Kind))
                findings.Add(CksCodes.UnknownAttribute, where, $"\"{attribute.Name}\" of \"{Resource}\" is a {attribute.Kind.ToString().ToLowerInvariant()}, and is mapped to something else.", "Map it to a value of that kind, or change the policy.");
        }

        if (resource.AskedRelations.Count > 0 && Identity is null)
            findings.Add(CksCodes.UnknownAttribute, where, $"A condition on \"{Resource}\" asks for a relation, and nothing says what a resource is called.", "Add .Id(...).");
        foreach (var relation in resource.AskedRelations)
        {
            var answering = resolvers.Where(r => r.Answers(Resource, relation)).Select(r => r.GetType().Name).ToArray();
            if (answering.Length == 0)
                findings.Add(CksCodes.UnknownAttribute, where, $"A condition on \"{Resource}\" asks for the relation \"{relation}\", which nobody resolves.", "Register an IRelationResolver that answers it.");
            // Which of them is meant would be a guess.
            else if (answering.Length > 1)
                findings.Add(CksCodes.UnknownAttribute, where, $"A condition on \"{Resource}\" asks for the relation \"{relation}\", which {string.Join(" and ", answering)} resolve.", "Let one of them answer it.");
        }
    }

    private AttributeValue? Other(T row, ResourceAttribute attribute) => _others?.Invoke(row, attribute) is { } value && value.Kind == attribute.Kind ? value : null;

    private static bool Fits(Delegate read, AttributeKind kind) => kind switch
    {
        AttributeKind.Text => read is Func<T, string?>,
        AttributeKind.Number => read is Func<T, decimal?>,
        AttributeKind.Time => read is Func<T, DateTimeOffset?>,
        _ => read is Func<T, bool?>,
    };

    private ResourceMap<T> Add(string name, Delegate read)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(read);
        _attributes.Add(name, read);
        return this;
    }
}
