using System.CommandLine;
using System.Data.Common;
using Cks.QueryBuilder;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Cli;

/// <summary>The database that a verb looks at. Its connection string is a secret, so it comes from an environment variable and is never shown.</summary>
internal sealed class ScopeDatabase : IAsyncDisposable
{
    private ScopeDatabase(DbDataSource source, SqlCompiler compiler) => (Source, Compiler) = (source, compiler);

    public DbDataSource Source { get; }

    public SqlCompiler Compiler { get; }

    /// <summary><c>--connection-env NAME</c>.</summary>
    public static Option<string?> ConnectionOption() => new("--connection-env") { Description = "Environment variable that holds the connection string.", HelpName = "NAME" };

    /// <summary><c>--dialect postgres|sqlite</c>.</summary>
    public static Option<string> DialectOption()
    {
        var option = new Option<string>("--dialect") { Description = "The database: postgres or sqlite.", DefaultValueFactory = _ => "postgres" };
        option.AcceptOnlyFromAmong("postgres", "sqlite");
        return option;
    }

    /// <summary>The dialect's compiler.</summary>
    public static SqlCompiler CompilerOf(string dialect) => dialect == "sqlite" ? SqliteCompiler.Default : PostgresCompiler.Default;

    /// <summary>The database whose connection string the variable holds; nothing is opened yet.</summary>
    /// <exception cref="IOException">The variable is empty, or holds no connection string; the message does not repeat it.</exception>
    public static ScopeDatabase Open(string variable, string dialect)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } connection)
            throw new IOException($"The environment variable {variable} is empty: put the connection string there.");
        try
        {
            return dialect == "sqlite"
                ? new(SqliteFactory.Instance.CreateDataSource(SqliteOf(connection)), SqliteCompiler.Default)
                : new(PostgresOf(connection), PostgresCompiler.Default);
        }
        catch (ArgumentException)
        {
            throw new IOException($"The environment variable {variable} holds no connection string of {dialect}.");
        }
    }

    // A file that is not there is a mistake in its path, not a database to be made.
    private static string SqliteOf(string connection)
    {
        var builder = new SqliteConnectionStringBuilder(connection);
        if (builder.Mode == SqliteOpenMode.ReadWriteCreate)
            builder.Mode = SqliteOpenMode.ReadWrite;
        return builder.ConnectionString;
    }

    // Where row level security would hide rows, PostgreSQL says so instead, so that what is hidden does not look as if it were not there.
    private static NpgsqlDataSource PostgresOf(string connection)
    {
        var builder = new NpgsqlDataSourceBuilder(connection);
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        return builder.UsePhysicalConnectionInitializer(
            opened =>
            {
                using var command = ShowEveryRow(opened);
                command.ExecuteNonQuery();
            },
            async opened =>
            {
                var command = ShowEveryRow(opened);
                await using (command.ConfigureAwait(false))
                    await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            }).Build();
    }

    private static NpgsqlCommand ShowEveryRow(NpgsqlConnection opened) => new("SET row_security = off", opened);

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
