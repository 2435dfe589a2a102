using System.Numerics;

namespace Cks.Core;

/// <summary>What <c>properties</c> and <c>required</c> say of each name, found by the bytes of the name.</summary>
internal sealed class SchemaProperties
{
    private readonly Entry[] _entries;
    private readonly int[] _buckets;

    public SchemaProperties(IReadOnlyCollection<(string Name, SchemaNode? Schema, bool IsRequired)> entries)
    {
        _entries = [.. entries.Select(e => new Entry(new SchemaName(e.Name), e.Schema, e.IsRequired))];
        Required = [.. _entries.Where(e => e.IsRequired).Select(e => e.Name)];
        _buckets = new int[BitOperations.RoundUpToPowerOf2((uint)_entries.Length * 2 + 1)];
        for (var i = 0; i < _entries.Length; i++)
        {
            var bucket = _entries[i].Name.Hash & (_buckets.Length - 1);
            while (_buckets[bucket] != 0)
                bucket = (bucket + 1) & (_buckets.Length - 1);
            _buckets[bucket] = i + 1;
        }
    }

    /// <summary>The names that must be there.</summary>
    public IReadOnlyList<SchemaName> Required { get; }

    /// <summary>How many names must be there.</summary>
    public int RequiredCount => Required.Count;

    /// <summary>The names that <c>properties</c> declares.</summary>
    public IEnumerable<string> Declared => _entries.Where(e => e.Schema is not null).Select(e => e.Name.Text);

    /// <summary>What is said of a name, or <see langword="null"/>. Names that a schema chose for their equal hashes cost work.</summary>
    public Entry? Find(ReadOnlySpan<byte> name, int hash, ref int work)
    {
        for (var bucket = hash & (_buckets.Length - 1); _buckets[bucket] != 0; bucket = (bucket + 1) & (_buckets.Length - 1))
        {
            var entry = _entries[_buckets[bucket] - 1];
            if (entry.Name.Hash == hash && name.SequenceEqual(entry.Name.Utf8))
                return entry;
            if (--work < 0)
                return null;
        }

        return null;
    }

    /// <summary>What is said of one name.</summary>
    internal sealed class Entry(SchemaName name, SchemaNode? schema, bool isRequired)
    {
        public readonly SchemaName Name = name;
        public readonly SchemaNode? Schema = schema;
        public readonly bool IsRequired = isRequired;
    }
}
