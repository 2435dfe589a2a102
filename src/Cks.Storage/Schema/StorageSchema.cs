using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>The steps that lead to the tables of this version, and whether a database has taken them.</summary>
internal static class StorageSchema
{
    /// <summary>The steps, in order; Cks.Storage.Migrations has one class for each.</summary>
    public static IReadOnlyList<long> Steps { get; } = [Revocations, Grants, SecurityEvents, Changes, Sessions, ApiKeys, Revisions, Impersonations];

    public const long Revocations = 202611270001;

    public const long Grants = 202611270002;

    public const long SecurityEvents = 202611270003;

    public const long Changes = 202611270004;

    public const long Sessions = 202611270010;

    public const long ApiKeys = 202611270020;

    public const long Revisions = 202611270030;

    public const long Impersonations = 202611270040;

    /// <summary>The last of them.</summary>
    public static long Latest => Steps[^1];

    /// <summary>Compares a database with this version; changes nothing.</summary>
    /// <exception cref="System.Data.Common.DbException">The database refused or could not be reached.</exception>
    public static async Task<StorageReport> CheckAsync(StorageDatabase database, CancellationToken cancellationToken)
    {
        var names = new StorageNames(database.Dialect);
        var schema = names.Declare(s => s.Table(names.Of(StorageNames.Migrations), t => t.Column<long?>("version")));
        var table = schema.Table(names.Of(StorageNames.Migrations));
        // Where the table itself is not there, no step was taken.
        var isThere = (await schema.CheckAsync(database.Source, database.Compiler, cancellationToken).ConfigureAwait(false)).Count == 0;
        var version = table.Column<long?>("version");
        var installed = isThere
            ? await database.Reads.ReadListAsync(Query.From(table).Select(version).WhereNotNull(version).OrderBy(version), row => row.GetInt64(0), cancellationToken).ConfigureAwait(false)
            : [];
        long[] missing = [.. Steps.Except(installed)];
        var differences = missing.Length > 0 ? [] : await database.Tables.Schema.CheckAsync(database.Source, database.Compiler, cancellationToken).ConfigureAwait(false);
        return new(installed, missing, [.. installed.Except(Steps)], differences);
    }
}
