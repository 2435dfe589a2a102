using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Storage;

/// <summary>The columns of a table that holds grants, and the way of a grant into them and back.</summary>
internal sealed class GrantColumns(Table table)
{
    private readonly StoredColumn<GrantKind> _kind = table.Stored<GrantKind, string>("kind", TextOf, KindOf);
    private readonly StoredColumn<string> _name = table.Text("name");
    private readonly StoredColumn<string?> _when = table.TextOrNull("condition");
    private readonly StoredColumn<IReadOnlyList<string>?> _read = table.Stored<IReadOnlyList<string>?, string?>("read_fields", FieldsOf, FieldsOf);
    private readonly StoredColumn<IReadOnlyList<string>?> _write = table.Stored<IReadOnlyList<string>?, string?>("write_fields", FieldsOf, FieldsOf);
    private readonly StoredColumn<DateTimeOffset> _from = table.Time("from_at");
    private readonly StoredColumn<DateTimeOffset?> _until = table.TimeOrNull("until_at");
    private readonly StoredColumn<string> _reason = table.Text("reason");
    private readonly Column<bool> _isSuspended = table.Column<bool>("is_suspended");

    public Table Table { get; } = table;

    public StoredColumn<string> Id { get; } = table.Text("grant_id");

    public StoredColumn<TenantId> Tenant { get; } = table.Tenant("tenant_id");

    public StoredColumn<string> Issuer { get; } = table.Text("issuer");

    public StoredColumn<string> Subject { get; } = table.Text("subject_id");

    /// <summary>What <see cref="Read"/> takes.</summary>
    public Column[] All => [Id, _kind, Issuer, Subject, Tenant, _name, _when, _read, _write, _from, _until, _reason, _isSuspended];

    public static TableBuilder Declare(TableBuilder table) => table
        .Column<string>("grant_id").Column<string>("kind").Column<string>("issuer").Column<string>("subject_id").Column<string>("tenant_id").Column<string>("name").Column<string>("condition")
        .Column<string>("read_fields").Column<string>("write_fields").Column<DateTimeOffset>("from_at").Column<DateTimeOffset?>("until_at").Column<string>("reason").Column<bool>("is_suspended");

    /// <summary>The rows of a person in a tenant.</summary>
    public Query Of(PersonId person, TenantId tenant) => Query.From(Table)
        .Where(Tenant, Op.Eq, tenant).Where(Issuer, Op.Eq, person.Issuer).Where(Subject, Op.Eq, person.Id);

    /// <summary>Keeps roles and permits that are in force.</summary>
    public Query InForce(Query rows, DateTimeOffset at) => rows
        .WhereIn(_kind, [GrantKind.Role, GrantKind.Permit]).Where(_isSuspended, Op.Eq, false).Where(_from, Op.Le, at)
        .Where(or => or.WhereNull(_until).OrWhere(_until, Op.Gt, at));

    public Write Insert(Grant grant) => Write.Insert(Table)
        .Set(Id, grant.Id).Set(_kind, grant.Kind).Set(Issuer, grant.Issuer).Set(Subject, grant.SubjectId)
        .Set(Tenant, grant.Tenant).Set(_name, grant.Name).Set(_when, grant.When)
        .Set(_read, grant.Read).Set(_write, grant.Write).Set(_from, grant.From).Set(_until, grant.Until)
        .Set(_reason, grant.Reason).Set(_isSuspended, grant.IsSuspended);

    /// <summary>The grant of a row for which <see cref="All"/> was selected.</summary>
    public Grant Read(StoredRow row) => new(row.Value(Id), row.Value(_kind), row.Value(Issuer), row.Value(Subject), row.Value(Tenant), row.Value(_name))
    {
        When = row.Value(_when),
        Read = row.Value(_read),
        Write = row.Value(_write),
        From = row.Value(_from),
        Until = row.Value(_until),
        Reason = row.Value(_reason),
        IsSuspended = row.Value(_isSuspended),
    };

    private static string TextOf(GrantKind kind) => kind switch
    {
        GrantKind.Role => "role",
        GrantKind.Permit => "permit",
        GrantKind.Deny => "deny",
        GrantKind.BreakGlass => "break_glass",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    // What this version does not know might be a deny: never passed over.
    private static GrantKind KindOf(string text) => Array.Find(Enum.GetValues<GrantKind>(), k => TextOf(k) == text) is var kind && TextOf(kind) == text ? kind : throw new FormatException("A grant in the database is of a kind that is not known.");

    // An array of JSON texts, each in the form that any database keeps.
    private static string? FieldsOf(IReadOnlyList<string>? fields) => fields is null ? null : $"[{string.Join(',', fields.Select(f => $"\"{JsonEncodedText.Encode(StorageText.Encode(f))}\""))}]";

    private static string[]? FieldsOf(string? stored)
    {
        if (stored is null)
            return null;
        using var document = JsonDocument.Parse(stored);
        return [.. document.RootElement.EnumerateArray().Select(f => StorageText.Decode(f.GetString()!))];
    }
}
