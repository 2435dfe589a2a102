using System.Data.Common;
using System.Text;
using Cks.Core;

namespace Cks.QueryBuilder;

/// <summary>Reads what a database holds, and compares a declaration with it.</summary>
internal static class DatabaseCatalog
{
    public static async Task<SqlSchemaReading> ReadAsync(DbDataSource source, SqlCompiler compiler, CancellationToken cancellationToken)
    {
        var (draft, leftOut) = (new SqlSchemaDraft(), new List<Diagnostic>());
        foreach (var table in await ColumnsAsync(source, compiler, null, cancellationToken).ConfigureAwait(false))
        {
            if (!SqlName.IsAllowed(table.Key))
            {
                leftOut.Add(new(CksCodes.InvalidIdentifier, Place(table.Key), SqlName.NotAllowed, SqlName.Fix));
                continue;
            }

            foreach (var column in table)
            {
                if (!SqlName.IsAllowed(column.Name))
                    leftOut.Add(new(CksCodes.InvalidIdentifier, Place(table.Key, column.Name), SqlName.NotAllowed, SqlName.Fix));
                else if (column.Type is null)
                    leftOut.Add(new(CksCodes.InvalidIdentifier, Place(table.Key, column.Name), $"No column can have the type {Show(column.DatabaseType)}.", "Read it through a view that casts it, or leave it out."));
                else
                    draft.Add(table.Key, column.Name, column.Type, column.IsNullable != false);
            }
        }

        return new(draft.Build(), leftOut);
    }

    public static async Task<IReadOnlyList<Diagnostic>> CheckAsync(SqlSchema schema, DbDataSource source, SqlCompiler compiler, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(compiler);
        var findings = new DiagnosticBag();
        foreach (var tables in schema.Tables.OrderBy(t => t.Name, StringComparer.Ordinal).GroupBy(t => t.Within, StringComparer.Ordinal))
        {
            var there = await ColumnsAsync(source, compiler, tables.Key, cancellationToken).ConfigureAwait(false);
            var names = there.Select(t => t.Key).ToArray();
            foreach (var table in tables)
            {
                if (there.Contains(table.Name))
                    Check(table, there[table.Name].ToDictionary(c => c.Name, StringComparer.Ordinal), findings);
                else
                    findings.Add(CksCodes.DatabaseMismatch, Place(table.Name), "The database has no such table or view.", Show(DidYouMean.Sentence(table.Name, names)));
            }
        }

        return [.. findings];
    }

    /// <summary>A text of the database's, fit for one line.</summary>
    public static string Show(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            shown.Append(Rune.IsControl(rune) ? "?" : rune.ToString());
        return shown.ToString();
    }

    private static void Check(Table table, Dictionary<string, DatabaseColumn> there, DiagnosticBag findings)
    {
        foreach (var column in table.Columns)
        {
            var (place, type) = (Place(table.Name, column.Name), ColumnType.Of(column));
            if (!there.TryGetValue(column.Name, out var found))
                findings.Add(CksCodes.DatabaseMismatch, place, "The table has no such column.", Show(DidYouMean.Sentence(column.Name, there.Keys)));
            else if (!found.Holds(type))
                findings.Add(CksCodes.DatabaseMismatch, place, $"The column is declared as {type} and is {Show(found.DatabaseType)}.", found.Type is null ? "" : $"Declare it as {found.Type}.");
            else if (!column.IsNullable && found.IsNullable == true)
                findings.Add(CksCodes.DatabaseMismatch, place, "The column is declared as never NULL and can be.", $"Declare it as {type}?, or add NOT NULL to it.");
        }
    }

    private static async Task<ILookup<string, DatabaseColumn>> ColumnsAsync(DbDataSource source, SqlCompiler compiler, string? within, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var columns = compiler switch
            {
                PostgresCompiler => await PostgresCatalog.ReadAsync(connection, within, cancellationToken).ConfigureAwait(false),
                SqliteCompiler => await SqliteCatalog.ReadAsync(connection, cancellationToken).ConfigureAwait(false),
                null => throw new ArgumentNullException(nameof(compiler)),
                _ => throw new ArgumentException($"The catalogue of {compiler.GetType().Name} is not known.", nameof(compiler)),
            };
            return columns.ToLookup(c => c.Table, StringComparer.Ordinal);
        }
    }

    private static SourceLocation Place(string table) => SourceLocation.Whole(Show(table));

    private static SourceLocation Place(string table, string column) => SourceLocation.Whole(Show($"{table}.{column}"));
}
