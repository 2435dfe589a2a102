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
            if (_names.Length == Limit)
                throw new InvalidOperationException($"More than {Limit} fields on \"{Resource}\".");
            Add([field]);
            return _numbers[field];
        }
    }

    /// <summary>Numbers for all, or for none where the process would know too many.</summary>
    public bool TryNumber(IEnumerable<string> fields)
    {
        lock (_gate)
        {
            string[] fresh = [.. fields.Where(f => !_numbers.ContainsKey(f))];
            if (_names.Length + fresh.Length > Limit)
                return false;
            Add(fresh);
            return true;
        }
    }

    private void Add(string[] fresh)
    {
        var first = _names.Length;
        Volatile.Write(ref _names, [.. _names, .. fresh]);
        for (var i = 0; i < fresh.Length; i++)
            _numbers[fresh[i]] = first + i;
    }
}
