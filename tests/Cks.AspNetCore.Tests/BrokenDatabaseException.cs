using System.Data.Common;

namespace Cks.AspNetCore.Tests;

/// <summary>What a provider throws; its text must reach nobody.</summary>
internal sealed class BrokenDatabaseException(string? sqlState = null) : DbException("password=hunter2 at db.internal")
{
    public override string? SqlState => sqlState;
}
