using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Reads one entity and declares its table.</summary>
internal sealed class EntityReader(SourceNode node, IEnumerable<string> relationColumns, IEnumerable<string> moments, DiagnosticBag diagnostics)
{
    // Each is held against each when the table is declared.
    private const int MaxFields = 512;

    // In the order of FieldType.
    private static readonly string[] Types = ["text", "integer", "boolean", "timestamp"];

    private readonly SourceReader _reader = SourceReader.Of(node, diagnostics);
    private readonly List<(string Name, string Column, FieldType Type, SourceNode Node)> _fields = [];

    /// <summary>How a document writes a type.</summary>
    public static string NameOf(FieldType type) => Types[(int)type];

    /// <summary>Adds the entity; one with a mistake as <see langword="null"/>, so that what points at it is not reported as well.</summary>
    public void ReadInto(Dictionary<string, ScopeEntity?> entities)
    {
        var before = diagnostics.Total;
        var (table, key) = (_reader.RequiredString("table"), _reader.RequiredString("key"));
        var (tenant, test, archived) = (_reader.OptionalString("tenant"), _reader.OptionalString("test"), _reader.OptionalString("archived"));
        var (shared, view, newest) = (_reader.OptionalString("shared"), _reader.OptionalString("view") ?? $"{node.Name}:view", _reader.OptionalString("newestFirst"));
        var code = _reader.Optional("code") is { } format ? ReadCode(format) : null;
        var fields = _reader.Members("fields");
        if (fields.Count > MaxFields)
            diagnostics.Add(CksCodes.DocumentTooLarge, _reader.Optional("fields")!.NamePlace, $"\"{node.Name}\" has more than {MaxFields} fields.", "Declare fewer.");
        foreach (var field in fields.Take(MaxFields))
            ReadField(field);
        _reader.Complete();
        foreach (var name in new[] { "table", "key", "tenant", "test", "archived" })
            if (_reader.Optional(name) is { } place)
                ColumnName.Check(place, diagnostics);
        if (!CapabilityId.IsWellFormed($"{node.Name}:view"))
            diagnostics.Add(CksCodes.InvalidName, node.NamePlace, $"\"{node.Name}\" cannot be the name of an entity.", "Use a-z, 0-9, - and _, starting with a letter.");
        else if (diagnostics.Total == before && (shared is null ? tenant is null || test is null : tenant is not null || test is not null))
            diagnostics.Add(CksCodes.MissingTenant, node.NamePlace, $"\"{node.Name}\" does not say whose its rows are.", "Name the columns \"tenant\" and \"test\", or write \"shared\" with the reason why every tenant may see its rows.");
        else if (!CapabilityId.IsWellFormed(view))
            diagnostics.Add(CksCodes.InvalidName, _reader.Optional("view") ?? node, $"\"{view}\" is no capability.", "Write resource:action, in lower case.");
        if (newest is not null && diagnostics.Total == before)
            CheckOrder(newest, archived);
        entities[node.Name] = null;
        if (diagnostics.Total == before && Declare(table, key, tenant, test, archived, newest) is { } declared && diagnostics.Total == before)
            entities[node.Name] = new(node.Name, view, declared, key)
            {
                Code = code,
                Tenant = tenant is null ? null : declared.Column<string>(tenant),
                Test = test is null ? null : declared.Column<bool>(test),
                Archived = archived is null ? null : declared.Column<DateTimeOffset?>(archived),
                NewestFirst = newest is null ? null : declared.Column<DateTimeOffset>(newest),
                Fields = [.. _fields.Select(f => declared.TryColumn(f.Column, out var column) ? new ScopeField(f.Name, column, f.Type) : null).OfType<ScopeField>()],
            };
    }

    // What rows are ordered by shows in their order, so it must be something that a mask can hide (S04).
    private void CheckOrder(string newest, string? archived)
    {
        var moments = _fields.Where(f => f.Type == FieldType.Timestamp && f.Column != archived).Select(f => f.Column).Distinct().ToArray();
        if (!moments.Contains(newest))
            diagnostics.AddUnknown(CksCodes.UnknownColumn, _reader.Optional("newestFirst")!, $"\"{node.Name}\" has no timestamp field that shows the column \"{newest}\" by which it is ordered.", newest, moments);
    }

    private Table? Declare(string table, string key, string? tenant, string? test, string? archived, string? newest)
    {
        var columns = new Dictionary<string, FieldType>(StringComparer.Ordinal);
        Column(key, FieldType.Text, _reader.Optional("key"));
        Column(tenant, FieldType.Text, _reader.Optional("tenant"));
        Column(test, FieldType.Boolean, _reader.Optional("test"));
        Column(archived, FieldType.Timestamp, _reader.Optional("archived"));
        // A relation's column that may not be one is reported at the relation.
        foreach (var column in relationColumns.Where(ColumnName.IsWellFormed))
            Column(column, FieldType.Text, node);
        foreach (var column in moments.Where(ColumnName.IsWellFormed))
            Column(column, FieldType.Timestamp, node);
        foreach (var field in _fields)
            Column(field.Column, field.Type, field.Node);
        try
        {
            return SqlSchema.Create(s => s.Table(table, t =>
            {
                foreach (var (name, type) in columns)
                    _ = type switch
                    {
                        FieldType.Integer => t.Column<long?>(name),
                        FieldType.Boolean => t.Column<bool>(name),
                        FieldType.Timestamp when name == newest => t.Column<DateTimeOffset>(name),
                        FieldType.Timestamp => t.Column<DateTimeOffset?>(name),
                        _ => t.Column<string>(name),
                    };
            })).Table(table);
        }
        catch (CksConfigurationException e)
        {
            foreach (var finding in e.Diagnostics)
                diagnostics.Add(finding.Code, node.NamePlace, finding.Message, finding.Fix);
            return null;
        }

        void Column(string? name, FieldType type, SourceNode? place)
        {
            if (!string.IsNullOrEmpty(name) && !columns.TryAdd(name, type) && columns[name] != type)
                diagnostics.Add(CksCodes.UnknownColumn, place ?? node, $"The column \"{name}\" is declared with two types.", "Declare it with one.");
        }
    }

    private CodeFormat ReadCode(SourceNode format)
    {
        var reader = SourceReader.Of(format, diagnostics);
        var result = new CodeFormat(reader.RequiredString("prefix"), [.. reader.Strings("aliases").Select(a => a.Text!)]);
        reader.Complete();
        return result;
    }

    private void ReadField(SourceNode field)
    {
        if (field.Kind == JsonValueKind.String)
        {
            if (SourceReader.TextOf(field, diagnostics) is { } name && ColumnName.Check(field, diagnostics))
                _fields.Add((field.Name, name, FieldType.Text, field));
            return;
        }

        var reader = SourceReader.Of(field, diagnostics);
        var (column, type) = (reader.RequiredString("column"), reader.OptionalString("type") ?? "text");
        reader.Complete();
        var parsed = (FieldType)Array.IndexOf(Types, type);
        if (!Enum.IsDefined(parsed))
            diagnostics.AddUnknown(CksCodes.WrongKind, reader.Optional("type")!, $"\"{type}\" is not a type of field.", type, Types);
        if (reader.Optional("column") is { } place && ColumnName.Check(place, diagnostics))
            _fields.Add((field.Name, column, parsed, place));
    }
}
