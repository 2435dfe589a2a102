using System.Data;
using System.Data.Common;

namespace Cks.QueryBuilder.Tests;

/// <summary>A data source that counts the connections of another one.</summary>
internal sealed class CountedSource(DbDataSource source) : DbDataSource
{
    private int _opened;
    private int _closed;

    public int Opened => _opened;

    public int InUse => _opened - _closed;

    public override string ConnectionString => source.ConnectionString;

    protected override DbConnection CreateDbConnection()
    {
        var connection = source.CreateConnection();
        connection.StateChange += (_, change) =>
        {
            if (change.CurrentState == ConnectionState.Open)
                _opened++;
            if (change.CurrentState == ConnectionState.Closed)
                _closed++;
        };
        return connection;
    }
}
