using System.CommandLine;
using Cks.Storage;
using Cks.Storage.Migrations;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Cli;

/// <summary>The database of the stores. Its connection string is a secret, so it comes from an environment variable and is never shown.</summary>
internal sealed class DatabaseOptions
{
    private readonly Option<string?> _connection = ScopeDatabase.ConnectionOption();
    private readonly Option<string> _dialect = ScopeDatabase.DialectOption();

    public DatabaseOptions() => _connection.Required = true;

    public void AddTo(Command command)
    {
        command.Add(_connection);
        command.Add(_dialect);
    }

    public StorageDialect Dialect(ParseResult parsed) => parsed.GetValue(_dialect) == "sqlite" ? StorageDialect.Sqlite : StorageDialect.Postgres;

    /// <summary>What of the steps a database has; a file that is not there is a mistake in its path.</summary>
    public async Task<StorageReport> CheckAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var database = ScopeDatabase.Open(parsed.GetValue(_connection)!, parsed.GetValue(_dialect)!);
        await using (database.ConfigureAwait(false))
            return await StorageSchema.CheckAsync(StorageDatabase.Of(database.Source), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What changes the tables.</summary>
    /// <exception cref="IOException">The variable is empty, or holds no connection string; the message does not repeat it.</exception>
    public SchemaMigrator Migrator(ParseResult parsed)
    {
        var (variable, dialect) = (parsed.GetValue(_connection)!, Dialect(parsed));
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } connection)
            throw new IOException($"The environment variable {variable} is empty: put the connection string there.");
        try
        {
            _ = dialect == StorageDialect.Sqlite ? (object)new SqliteConnectionStringBuilder(connection) : new NpgsqlConnectionStringBuilder(connection);
        }
        catch (ArgumentException)
        {
            throw new IOException($"The environment variable {variable} holds no connection string of {parsed.GetValue(_dialect)}.");
        }

        return SchemaMigrator.Of(connection, dialect);
    }

    /// <summary>What a step is called; empty for one that is not known.</summary>
    public static string NameOf(long step) => StorageStep.All.FirstOrDefault(s => s.Version == step)?.Name ?? "";

    /// <summary><c>--to STEP</c>; refuses what is no step.</summary>
    public static Option<long?> StepOption(string description)
    {
        var option = new Option<long?>("--to") { Description = description, HelpName = "STEP" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(long.TryParse(token.Value, out var step) && SchemaMigrator.IsStep(step)))
                result.AddError($"\"{token.Value}\" is no step: use 0, {string.Join(", ", StorageSchema.Steps)}.");
        });
        return option;
    }
}
