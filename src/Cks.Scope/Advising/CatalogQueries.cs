using System.Data.Common;

namespace Cks.Scope;

/// <summary>Statements that no query is: of catalogues, and about plans.</summary>
internal static class CatalogQueries
{
    /// <summary>Sends a statement with numbered parameters, <c>@p0</c>.</summary>
    public static async Task ReadAsync(this DbConnection connection, string sql, IReadOnlyList<object?> values, Action<DbDataReader> row, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = sql;
            for (var i = 0; i < values.Count; i++)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@p{i}", values[i]);
                command.Parameters.Add(parameter);
            }

            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    row(reader);
            }
        }
    }
}
