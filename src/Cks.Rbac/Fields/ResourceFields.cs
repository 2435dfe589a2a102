using System.Collections.Concurrent;

namespace Cks.Rbac;

/// <summary>The numbers of the fields of one resource, for as long as the process lives.</summary>
internal sealed class ResourceFields
{
    public const int Limit = 4_096;

    private static readonly ConcurrentDictionary<string, ResourceFields> All = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private string[] _names = [];

    private ResourceFields(string resource) => Resource = resource;

    /// <summary>Fields of nothing.</summary>
    public static ResourceFields None { get; } = new("");

    public string Resource { get; }

    public static ResourceFields Of(string resource)
    {
        ArgumentException.ThrowIfNullOrEmpty(resource);
        return All.GetOrAdd(resource, r => new(r));
    }

    public string NameOf(int number) => Volatile.Read(ref _names)[number];

    public bool TryFind(string field, out int number) => _numbers.TryGetValue(field, out number);

    public int NumberOf(string field)
    {
        if (_numbers.TryGetValue(field, out var known))
            return known;
        lock (_gate)
        {
            if (_numbers.TryGetValue(field, out known))
                return known;
            var number = _names.Length;
            if (number == Limit)
                throw new InvalidOperationException($"More than {Limit} fields on \"{Resource}\".");
            Volatile.Write(ref _names, [.. _names, field]);
            _numbers[field] = number;
            return number;
        }
    }
}
