using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;

namespace Cks.Scope.Tests.RowSecurity;

/// <summary>Two managers with what hangs under them, guarded; for tests that leave it as it was. A class fixture.</summary>
public sealed class GuardedWorld : IAsyncDisposable
{
    private readonly Lazy<Task<GuardedDatabase>> _database = new(CreateAsync);

    internal Task<GuardedDatabase> DatabaseAsync() => _database.Value;

    public async ValueTask DisposeAsync()
    {
        if (_database.IsValueCreated && _database.Value.IsCompletedSuccessfully)
            await (await _database.Value).DisposeAsync();
    }

    private static async Task<GuardedDatabase> CreateAsync()
    {
        var database = await GuardedDatabase.CreateAsync(1);
        await new Graph(
        [
            new("managers", "MGR-001", "main", false, false, null, null), new("managers", "MGR-002", "main", false, false, null, null), new("managers", "MGR-003", "main", false, true, null, null), new("customers", "CUS-001", "main", false, false, null, "MGR-001"),
            new("customers", "CUS-002", "main", false, false, null, "MGR-002"), new("centers", "CEN-001", "main", false, false, null, "CUS-001"), new("centers", "CEN-002", "main", false, false, null, "CUS-002"),
            new("crew", "CRW-001", "main", false, false, null, "CEN-001"), new("crew", "CRW-002", "main", false, false, null, "CEN-002"), new("services", "SRV-002", "main", false, false, null, "CEN-002"),
        ]).WriteAsync(database.Owner, "timestamptz");
        await database.GuardAsync(ScopeText.ModelStore.Current.Value);
        return database;
    }
}
