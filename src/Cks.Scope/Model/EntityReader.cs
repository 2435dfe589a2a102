using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Reads one entity and declares its table.</summary>
internal sealed class EntityReader(SourceNode node, IEnumerable<string> relationColumns, DiagnosticBag diagnostics)
{
    private readonly SourceReader _reader = SourceReader.Of(node, diagnostics);
    private readonly List<(string Name, string Column, FieldType Type)> _fields = [];

    /// <summary>Adds the entity; one with a mistake as <see langword="null"/>, so that what points at it is not reported as well.</summary>
    public void ReadInto(Dictionary<string, ScopeEntity?> entities)
    {
        var before = diagnostics.Count;
        var (table, key) = (_reader.RequiredString("table"), _reader.RequiredString("key"));
        var (tenant, test, archived) = (_reader.OptionalString("tenant"), _reader.OptionalString("test"), _reader.OptionalString("archived"));
        var (shared, view, newest) = (_reader.OptionalString("shared"), _reader.OptionalString("view") ?? $"{node.Name}:view", _reader.OptionalString("newestFirst"));
        var code = _reader.Optional("code") is { } format ? ReadCode(format) : null;
        foreach (var field in _reader.Members("fields"))
            ReadField(field);
        _reader.Complete();
        if (!CapabilityId.IsWellFormed($"{node.Name}:view"))
            diagnostics.Add(CksCodes.InvalidName, node.Location, $"\"{node.Name}\" cannot be the name of an entity.", "Use a-z, 0-9, - and _, starting with a letter.");
        else if (shared is null ? tenant is null || test is null : tenant is not null || test is not null)
            diagnostics.Add(CksCodes.MissingTenant, node.Location, $"\"{node.Name}\" does not say whose its rows are.", "Name the columns \"tenant\" and \"test\", or write \"shared\" with the reason why every tenant may see its rows.");
        else if (!CapabilityId.IsWellFormed(view))
            diagnostics.Add(CksCodes.InvalidName, node.Location, $"\"{view}\" is no capability.", "Write resource:action, in lower case.");
        if (newest is not null)
            CheckOrder(newest, archived);
        entities[node.Name] = null;
        if (diagnostics.Count == before && Declare(table, key, tenant, test, archived, newest) is { } declared && diagnostics.Count == before)
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
            diagnostics.Add(CksCodes.UnknownColumn, node.Location, $"\"{node.Name}\" has no timestamp field that shows the column \"{newest}\" by which it is ordered.", DidYouMean.Sentence(newest, moments));
    }

    private Table? Declare(string table, string key, string? tenant, string? test, string? archived, string? newest)
    {
        var columns = new Dictionary<string, FieldType>(StringComparer.Ordinal);
        Column(key, FieldType.Text);
        Column(tenant, FieldType.Text);
        Column(test, FieldType.Boolean);
        Column(archived, FieldType.Timestamp);
        foreach (var column in relationColumns)
            Column(column, FieldType.Text);
        foreach (var field in _fields)
            Column(field.Column, field.Type);
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
                diagnostics.Add(finding.Code, node.Location, finding.Message, finding.Fix);
            return null;
        }

        void Column(string? name, FieldType type)
        {
            if (!string.IsNullOrEmpty(name) && !columns.TryAdd(name, type) && columns[name] != type)
                diagnostics.Add(CksCodes.UnknownColumn, node.Location, $"The column \"{name}\" is declared with two types.", "Declare it with one.");
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
            _fields.Add((field.Name, field.Text!, FieldType.Text));
            return;
        }

        var reader = SourceReader.Of(field, diagnostics);
        var (column, type) = (reader.RequiredString("column"), reader.OptionalString("type") ?? "text");
        reader.Complete();
        if (!Enum.TryParse<FieldType>(type, ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed) || char.IsAsciiDigit(type[0]))
            diagnostics.Add(CksCodes.WrongKind, field.Location, $"\"{type}\" is not a type of field.", "Write text, integer, boolean or timestamp.");
        _fields.Add((field.Name, column, parsed));
    }
}
