using System.Data.Common;

namespace Cks.QueryBuilder;

/// <summary>Commands of compiled statements.</summary>
internal static class SqlCommands
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 16).Select(SqlResult.NameOf)];

    /// <summary>A command with the values of a statement, named or numbered as the dialect's provider prefers.</summary>
    public static DbCommand Command(this DbConnection connection, SqlResult statement, SqlCompiler compiler)
    {
        var command = connection.CreateCommand();
        command.CommandText = compiler.IsPositional ? statement.PositionalSql : statement.Sql;
        var values = statement.Bindings;
        if (values.Count == 0)
            return command;
        var parameters = command.Parameters;
        for (var value = 0; value < values.Count; value++)
        {
            var parameter = command.CreateParameter();
            parameter.Value = values[value];
            if (!compiler.IsPositional)
                parameter.ParameterName = value < Names.Length ? Names[value] : SqlResult.NameOf(value);
            parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>A statement of a batch, with its values.</summary>
    public static void Add(this DbBatch batch, SqlResult statement)
    {
        var command = batch.Add(statement.PositionalSql);
        foreach (var value in statement.Bindings)
        {
            var parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
    }

    /// <summary>What the session is told, in the transaction that the batch has begun.</summary>
    public static void Add(this DbBatch batch, SessionSettings settings)
    {
        var command = batch.Add(settings.Sql);
        foreach (var value in settings.Values)
        {
            var parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
    }

    public static DbBatchCommand Add(this DbBatch batch, string sql)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = sql;
        batch.BatchCommands.Add(command);
        return command;
    }

    public static async Task ReadAsync(this DbCommand command, Action<DbDataReader> row, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                row(reader);
        }
    }
}
