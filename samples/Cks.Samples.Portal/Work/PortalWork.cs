using System.Data.Common;
using System.Globalization;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Scope;

namespace Cks.Samples.Portal.Work;

/// <summary>
/// One change by one person: a transaction, the rows that it may name, and what is written beside it. The tenant's row is locked first, shared by those who only
/// need the tree to keep still (their events go to ancestors) and alone by those who move rows in it, so that nobody waits in a circle.
/// </summary>
internal sealed class PortalWork : IAsyncDisposable
{
    private readonly SqlTransaction _transaction;
    private readonly IScopeQueries _scope;
    private readonly IActivityLog _activity;

    private PortalWork(Subject me, SqlTransaction transaction, IScopeQueries scope, IActivityLog activity, DateTimeOffset now) =>
        (Me, _transaction, _scope, _activity, Now) = (me, transaction, scope, activity, now);

    /// <summary>Who acts.</summary>
    public Subject Me { get; }

    /// <summary>The moment of the change, of microseconds, which is what PostgreSQL keeps.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Begins a change.</summary>
    public static async Task<PortalWork> BeginAsync(Subject me, SqlTransaction transaction, IScopeQueries scope, IActivityLog activity, TimeProvider time, bool moving, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var work = new PortalWork(me, transaction, scope, activity, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)));
        var tenants = PortalTables.Tenants;
        var tree = Query.From(tenants).Where(tenants.Column<string>("tenant_id"), Op.Eq, me.Tenant.Value);
        await work.ReadAsync(me, work.Unscoped(moving ? tree.ForUpdate() : tree.ForShare(), "the tree of the actor's tenant is held still"), _ => { }, cancellationToken);
        return work;
    }

    /// <summary>The rows of a table that are of the actor's tenant and test class.</summary>
    public Query Ours(Table table) => PortalRows.Ours(Me, table);

    /// <inheritdoc cref="PortalRows.Ours(Subject, ScopeEntity)"/>
    public Query Ours(ScopeEntity entity) => PortalRows.Ours(Me, entity);

    /// <summary>A new row of a table, of the actor's tenant and test class.</summary>
    public Write New(Table table) => Write.Insert(table)
        .Set(table.Column<string>("tenant_id"), Me.Tenant.Value)
        .Set(table.Column<bool>("is_test"), Me.IsTest);

    /// <summary>Of the rows that the actor sees, whole; see <see cref="IScopeQueries.Unmasked"/>.</summary>
    public Scoped<Query> Unmasked(Query query, string reason) => _scope.Unmasked(Me, query, reason);

    /// <summary>Of all rows; see <see cref="IScopeQueries.Unscoped"/>.</summary>
    public Scoped<Query> Unscoped(Query query, string reason) => _scope.Unscoped(Me, query, reason);

    /// <summary>Reads rows, also for somebody else than the actor.</summary>
    public Task ReadAsync(Subject me, Scoped<Query> query, Action<DbDataReader> row, CancellationToken cancellationToken) => _transaction.ReadAsync(me, query, row, cancellationToken);

    /// <summary>The first row, or nothing.</summary>
    public Task<T?> FirstAsync<T>(Scoped<Query> query, Func<DbDataReader, T> read, CancellationToken cancellationToken)
        where T : class => _transaction.ReadFirstAsync(Me, query, read, cancellationToken);

    /// <summary>All rows.</summary>
    public Task<List<T>> AllAsync<T>(Scoped<Query> query, Func<DbDataReader, T> read, CancellationToken cancellationToken) => _transaction.ReadListAsync(Me, query, read, cancellationToken);

    /// <summary>Writes; the number of rows that were.</summary>
    public Task<int> ExecuteAsync(Write write, CancellationToken cancellationToken) => _transaction.ExecuteAsync(write, cancellationToken);

    /// <summary>Writes several, in order.</summary>
    public Task<int> ExecuteAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken) => _transaction.ExecuteAsync(writes, cancellationToken);

    /// <summary>The next number of a sequence; a change that is rolled back gives its number back.</summary>
    public async Task<string> NextNumberAsync(string sequence, CancellationToken cancellationToken)
    {
        var (table, last) = (PortalTables.Sequences, PortalTables.Sequences.Column<long>("last"));
        var row = Query.From(table).Where(table.Column<string>("tenant_id"), Op.Eq, Me.Tenant.Value).Where(table.Column<string>("name"), Op.Eq, sequence);
        var start = Write.Insert(table).Set(table.Column<string>("tenant_id"), Me.Tenant.Value).Set(table.Column<string>("name"), sequence).Set(last, 0L).OrSkip();
        if (await ExecuteAsync(Write.Update(row).Add(last, 1), cancellationToken) == 0)
        {
            await ExecuteAsync(start, cancellationToken);
            await ExecuteAsync(Write.Update(row).Add(last, 1), cancellationToken);
        }

        var number = 0L;
        await ReadAsync(Me, Unscoped(row.Select(last), "numbers are counted in the actor's tenant"), r => number = r.GetInt64(0), cancellationToken);
        return number.ToString("000", CultureInfo.InvariantCulture);
    }

    /// <summary>Writes what happened, with its audience.</summary>
    public Task LogAsync(string type, string entity, string code, string description, IReadOnlyDictionary<string, string?> ids, CancellationToken cancellationToken) =>
        _activity.WriteAsync(_transaction, new(type, Me, entity, code, description) { Ids = ids }, cancellationToken);

    /// <summary>Writes a line of the audit log.</summary>
    public Task AuditAsync(string action, string target, string detail, CancellationToken cancellationToken)
    {
        var table = PortalTables.Audit;
        return ExecuteAsync(
            Write.Insert(table)
                .Set(table.Column<string>("tenant_id"), Me.Tenant.Value)
                .Set(table.Column<string>("audit_id"), Guid.CreateVersion7(Now).ToString("N"))
                .Set(table.Column<DateTimeOffset>("at"), Now)
                .Set(table.Column<string>("actor_issuer"), Me.Issuer)
                .Set(table.Column<string>("actor_subject"), Me.Id)
                .Set(table.Column<string>("actor_code"), Me.Code)
                .Set(table.Column<string>("action"), action)
                .Set(table.Column<string>("target"), target)
                .Set(table.Column<string>("detail"), detail),
            cancellationToken);
    }

    /// <summary>Makes it so; without it everything is taken back.</summary>
    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    public ValueTask DisposeAsync() => _transaction.DisposeAsync();
}
