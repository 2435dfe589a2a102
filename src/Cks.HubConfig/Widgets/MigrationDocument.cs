using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>The migrations of a widget type in the catalog: each with <c>from</c>, <c>to</c> and <c>steps</c>, of which each is called by what it does: <c>{ "rename": "most", "to": "limit" }</c>.</summary>
internal static class MigrationDocument
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<WidgetMigration> migrations)
    {
        json.WriteStartArray("migrations");
        foreach (var migration in migrations)
        {
            json.WriteStartObject();
            json.WriteString("from", migration.From);
            json.WriteString("to", migration.To);
            json.WriteStartArray("steps");
            foreach (var step in migration.Steps)
                Write(json, step);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static WidgetMigration Read(SourceNode node, DiagnosticBag diagnostics)
    {
        var reader = SourceReader.Of(node, diagnostics);
        var migration = new WidgetMigration(reader.RequiredString("from"), reader.RequiredString("to"));
        reader.Required("steps");
        foreach (var step in reader.Items("steps"))
            migration = ReadStep(step, migration, diagnostics);
        reader.Complete();
        return migration;
    }

    private static void Write(Utf8JsonWriter json, OptionStep step)
    {
        json.WriteStartObject();
        json.WriteString(NameOf(step.Kind), step.Option);
        if (step.Kind == OptionStepKind.Rename)
            json.WriteString("to", step.Name);
        if (step.Value is { } value)
        {
            json.WritePropertyName("value");
            value.WriteTo(json);
        }

        if (step.Kind == OptionStepKind.Map)
        {
            json.WriteStartObject("values");
            foreach (var (before, after) in step.Values)
                json.WriteString(before, after);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static WidgetMigration ReadStep(SourceNode node, WidgetMigration migration, DiagnosticBag diagnostics)
    {
        var reader = SourceReader.Of(node, diagnostics);
        var kind = Enum.GetValues<OptionStepKind>().Cast<OptionStepKind?>().FirstOrDefault(k => node.TryGet(NameOf(k!.Value), out _)) ?? OptionStepKind.Rename;
        var option = reader.RequiredString(NameOf(kind));
        OptionStep step = kind switch
        {
            OptionStepKind.Rename => new(kind, option) { Name = reader.RequiredString("to") },
            OptionStepKind.Default => new(kind, option) { Value = reader.Required("value"), Length = reader.Optional("value") is { } value ? WidgetCatalog.TextOf(value).Length : 0 },
            OptionStepKind.Map => new(kind, option) { Values = reader.Members("values").ToDictionary(m => m.Name, m => SourceReader.TextOf(m, diagnostics) ?? "", StringComparer.Ordinal) },
            _ => new(kind, option),
        };
        reader.Complete();
        return migration.With(step);
    }

    private static string NameOf(OptionStepKind kind) => kind switch
    {
        OptionStepKind.Rename => "rename",
        OptionStepKind.Remove => "remove",
        OptionStepKind.Default => "default",
        _ => "map",
    };
}
