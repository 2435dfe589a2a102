using System.Data.Common;

namespace Cks.Storage.Tests;

/// <summary>Counts connections: nothing is asked of a database without one.</summary>
internal sealed class CountingSource(DbDataSource inner) : DbDataSource
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public override string ConnectionString => inner.ConnectionString;

    protected override DbConnection CreateDbConnection()
    {
        Interlocked.Increment(ref _count);
        return inner.CreateConnection();
    }
}
