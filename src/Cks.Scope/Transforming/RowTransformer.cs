using System.Globalization;
using System.Runtime.CompilerServices;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>What becomes of rows of one entity. Immutable; made by <see cref="RowTransformerBuilder"/> or read from the model. It asks only for fields that are there: a hidden one leaves no trace.</summary>
internal sealed class RowTransformer(string name, string entity)
{
    // The names of rows that were read under one mask are one object.
    private readonly ConditionalWeakTable<IReadOnlyList<string>, Shape> _shapes = [];

    public string Name { get; } = name;

    public string Entity { get; } = entity;

    /// <summary>The fields that are kept; all of them where it is empty.</summary>
    public HashSet<string> Only { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Omitted { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Renames { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Formats { get; } = new(StringComparer.Ordinal);

    public List<RowText> Texts { get; } = [];

    public Row Apply(Row row, Subject me)
    {
        var shape = _shapes.GetValue(row.Names, names => new(this, names));
        var values = new object?[shape.Names.All.Length];
        for (var i = 0; i < shape.Fields.Length; i++)
            values[i] = Formatted(row.Names[shape.Fields[i]], row.Values[shape.Fields[i]]);
        for (var i = 0; i < shape.Texts.Length; i++)
            values[shape.Fields.Length + i] = shape.Texts[i].Write(row, me);
        return new(shape.Names, values);
    }

    /// <summary>Holds it against the model (CKS301, CKS307, CKS327).</summary>
    /// <param name="entities">The entities of the model.</param>
    /// <param name="placeOf">Where a name stands.</param>
    /// <param name="findings">Receives what is wrong.</param>
    public void Check(IReadOnlyDictionary<string, ScopeEntity> entities, Func<string, SourcePlace> placeOf, DiagnosticBag findings)
    {
        if (!entities.TryGetValue(Entity, out var entity))
        {
            findings.AddUnknown(CksCodes.UnknownEntity, placeOf(Entity), $"The entity \"{Entity}\" is not declared.", Entity, [.. entities.Keys]);
            return;
        }

        string[] known = [.. entity.Fields.Select(f => f.Name)];
        foreach (var unknown in Only.Concat(Omitted).Concat(Renames.Keys).Concat(Formats.Keys).Concat(Texts.SelectMany(t => t.Named)).Distinct().Except(known, StringComparer.Ordinal))
            findings.AddUnknown(CksCodes.UnknownColumn, placeOf(unknown), $"\"{Entity}\" has no field \"{unknown}\".", unknown, known);
        foreach (var (field, format) in Formats.Where(f => entity.FindField(f.Key) is { } found && !IsFormat(found.Type, f.Value)))
            findings.Add(CksCodes.UnusableTransformer, placeOf(field), $"\"{format}\" is no format of \"{field}\".", "Write a .NET format of a timestamp, such as yyyy-MM-dd, or of an integer, such as N0.");
        foreach (var twice in new Shape(this, known).Names.All.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
            findings.Add(CksCodes.UnusableTransformer, placeOf(twice.Key), $"The payload would have \"{twice.Key}\" twice.", "Give one of the two another name, or omit it.");
    }

    private object? Formatted(string field, object? value) => value is IFormattable formattable && Formats.TryGetValue(field, out var format) ? formattable.ToString(format, CultureInfo.InvariantCulture) : value;

    private static bool IsFormat(FieldType type, string format)
    {
        try
        {
            _ = type switch
            {
                FieldType.Timestamp => DateTimeOffset.UnixEpoch.ToString(format, CultureInfo.InvariantCulture),
                FieldType.Integer => 0L.ToString(format, CultureInfo.InvariantCulture),
                _ => throw new FormatException(),
            };
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>What becomes of rows that have these fields.</summary>
    private sealed class Shape
    {
        public Shape(RowTransformer of, IReadOnlyList<string> names)
        {
            Fields = [.. Enumerable.Range(0, names.Count).Where(i => (of.Only.Count == 0 || of.Only.Contains(names[i])) && !of.Omitted.Contains(names[i]))];
            Texts = [.. of.Texts.Where(t => t.From.All(f => names.Contains(f, StringComparer.Ordinal)))];
            Names = new([.. Fields.Select(i => of.Renames.GetValueOrDefault(names[i], names[i])), .. Texts.Select(t => t.Name)]);
        }

        /// <summary>Where the fields that stay stand in the row.</summary>
        public int[] Fields { get; }

        public RowText[] Texts { get; }

        public RowNames Names { get; }
    }
}

/// <summary>A text that is computed of fields.</summary>
/// <param name="Name">Its name in the payload.</param>
/// <param name="From">The fields that it needs: without one of them there is no such text.</param>
/// <param name="Write">Makes it; it is called only where all of them are there.</param>
internal sealed record RowText(string Name, IReadOnlyList<string> From, Func<Row, Subject, string?> Write)
{
    /// <summary>All fields that it names, also those that it can do without.</summary>
    public IReadOnlyList<string> Named { get; init; } = From;
}
