using System.Text.Json;
using Cks.Core;

namespace Cks.QueryBuilder;

/// <summary>Reads the document of a schema (version 1). All mistakes are reported at once, with their place.</summary>
internal static class SqlSchemaReader
{
    // What PostgreSQL can hold in a table.
    private const int MaxColumns = 1_600;
    private const int MaxTables = 4_096;

    private static readonly Dictionary<string, ColumnType> Types = ColumnType.All.ToDictionary(t => t.Name, StringComparer.Ordinal);

    public static LoadResult<SqlSchema> Read(string file, ReadOnlyMemory<byte> utf8)
    {
        var diagnostics = new DiagnosticBag();
        var root = SourceDocument.Read(file, utf8, SourceDocumentOptions.ForFiles, diagnostics);
        var schema = root is null ? null : ReadRoot(root, diagnostics);
        return LoadResult<SqlSchema>.From(diagnostics.HasErrors ? null : schema?.Build(), diagnostics);
    }

    private static SqlSchemaDraft ReadRoot(SourceNode root, DiagnosticBag diagnostics)
    {
        var document = SourceReader.Of(root, diagnostics);
        if (document.OptionalInt32("version") is var version && version != 1)
            diagnostics.Add(CksCodes.DocumentVersion, root.Location, "This is not a schema of version 1.", "Write \"version\": 1.");
        var draft = new SqlSchemaDraft();
        if (document.Required("tables") is { } tables)
        {
            foreach (var table in Some(SourceReader.MembersOf(tables, diagnostics), MaxTables, tables, "tables", diagnostics))
                ReadTable(table, draft, diagnostics);
        }

        document.Complete();
        return draft;
    }

    private static void ReadTable(SourceNode node, SqlSchemaDraft draft, DiagnosticBag diagnostics)
    {
        CheckName(node, diagnostics);
        var table = SourceReader.Of(node, diagnostics);
        if (table.Required("columns") is { } columns)
        {
            var members = SourceReader.MembersOf(columns, diagnostics);
            if (members.Count == 0 && columns.Kind == JsonValueKind.Object)
                diagnostics.Add(CksCodes.InvalidIdentifier, columns, "The table has no column.", "Declare at least one.");
            foreach (var column in Some(members, MaxColumns, columns, "columns", diagnostics))
                ReadColumn(node.Name, column, draft, diagnostics);
        }

        table.Complete();
    }

    private static void ReadColumn(string table, SourceNode node, SqlSchemaDraft draft, DiagnosticBag diagnostics)
    {
        CheckName(node, diagnostics);
        if (node is not { Kind: JsonValueKind.String, Text: { } text })
        {
            diagnostics.Add(CksCodes.WrongKind, node, "The type of a column is not a text.", "Write the name of a type, such as \"text\" or \"instant?\".");
            return;
        }

        var isNullable = text.EndsWith('?');
        var name = isNullable ? text[..^1] : text;
        if (Types.TryGetValue(name, out var type))
            draft.Add(table, node.Name, type, isNullable);
        else
            diagnostics.AddUnknown(CksCodes.InvalidIdentifier, node, "No column can have this type.", text, isNullable ? [.. Types.Keys.Select(t => t + "?")] : Types.Keys);
    }

    private static void CheckName(SourceNode node, DiagnosticBag diagnostics)
    {
        if (!SqlName.IsAllowed(node.Name))
            diagnostics.Add(CksCodes.InvalidIdentifier, node.NamePlace, SqlName.NotAllowed, SqlName.Fix);
    }

    private static IEnumerable<SourceNode> Some(IReadOnlyCollection<SourceNode> nodes, int most, SourceNode of, string what, DiagnosticBag diagnostics)
    {
        if (nodes.Count > most)
            diagnostics.Add(CksCodes.DocumentTooLarge, of.Location, $"There are more than {most} {what}.", "Declare those that queries name.");
        return nodes.Take(most);
    }
}
