using System.Data.Common;
using Cks.Auth;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Scope;

namespace Cks.Samples.Portal.Sessions;

/// <summary>Finds a person in one query over the view <c>people</c>: every role table, joined to the links of the identity provider.</summary>
internal sealed class People(ScopedReader reader, IScopeQueries scope, SnapshotStore<ScopeModel> model)
{
    private static readonly Table View = SqlSchema.Create(s => s.Table("people", t => t
        .Column<string>("issuer").Column<string>("subject").Column<string>("tenant_id").Column<string>("role").Column<string>("code")
        .Column<string>("name").Column<string>("status").Column<DateTimeOffset?>("archived_at").Column<bool>("is_test"))).Table("people");

    private static readonly Rbac.Subject Nobody = Rbac.Subject.Nobody;
    private static readonly Column<string> Issuer = View.Column<string>("issuer");
    private static readonly Column<string> Subject = View.Column<string>("subject");
    private static readonly Column<string> Tenant = View.Column<string>("tenant_id");
    private static readonly Column<string> Code = View.Column<string>("code");

    private static readonly Query Records = Query.From(View).Select(
        Tenant, View.Column<string>("role"), Code, View.Column<string>("name"), View.Column<string>("status"), View.Column<DateTimeOffset?>("archived_at"), View.Column<bool>("is_test"), Issuer, Subject);

    /// <summary>The person whom the issuer calls by this subject.</summary>
    public Task<Person?> FindAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        ReadAsync(Records.Where(Issuer, Op.Eq, issuer).Where(Subject, Op.Eq, subject), cancellationToken);

    /// <summary>All whom the issuer calls by this subject: one at most, or something is wrong with the links.</summary>
    public async Task<IReadOnlyList<SessionRecord>> AllAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        [.. (await reader.ReadListAsync(Nobody, scope.Unscoped(Nobody, Records.Where(Issuer, Op.Eq, issuer).Where(Subject, Op.Eq, subject).Limit(2), "whoever signs in is nobody yet"), Read, cancellationToken)).Select(p => p.Record)];

    /// <summary>The person with this code among those of somebody's tenant and test class.</summary>
    public async Task<Person?> FindOursAsync(Rbac.Subject me, string code, CancellationToken cancellationToken) =>
        model.Current.Value.TryNormalizeCode(code, out var known) && await FindByCodeAsync(me.Tenant, known, cancellationToken) is { } person && person.Record.IsTest == me.IsTest ? person : null;

    /// <summary>The person with this code in a tenant.</summary>
    public Task<Person?> FindByCodeAsync(TenantId tenant, string code, CancellationToken cancellationToken) =>
        ReadAsync(Records.Where(Tenant, Op.Eq, tenant.Value).Where(Code, Op.Eq, code), cancellationToken);

    private Task<Person?> ReadAsync(Query query, CancellationToken cancellationToken) =>
        reader.ReadFirstAsync(Nobody, scope.Unscoped(Nobody, query, "whoever signs in is nobody yet"), Read, cancellationToken);

    private static Person Read(DbDataReader row) => new(row.GetString(7), row.GetString(8), new()
    {
        Tenant = TenantId.Parse(row.GetString(0)),
        Roles = [row.GetString(1)],
        Code = row.GetString(2),
        Name = row.IsDBNull(3) ? null : row.GetString(3),
        Status = row.IsDBNull(4) ? null : row.GetString(4),
        ArchivedAt = row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5),
        IsTest = row.GetBoolean(6),
    });
}

/// <summary>A person's record with the identity that it is linked to.</summary>
internal sealed record Person(string Issuer, string Subject, SessionRecord Record);
