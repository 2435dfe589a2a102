using System.Data.Common;
using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Storage;

/// <summary>The columns of a table that holds grants, and the way of a grant into them and back.</summary>
internal sealed class GrantColumns(Table table)
{
    private readonly Column<string> _kind = table.Column<string>("kind");
    private readonly Column<string> _name = table.Column<string>("name");
    private readonly Column<string> _when = table.Column<string>("condition");
    private readonly Column<string> _read = table.Column<string>("read_fields");
    private readonly Column<string> _write = table.Column<string>("write_fields");
    private readonly Column<DateTimeOffset> _from = table.Column<DateTimeOffset>("from_at");
    private readonly Column<DateTimeOffset?> _until = table.Column<DateTimeOffset?>("until_at");
    private readonly Column<string> _reason = table.Column<string>("reason");
    private readonly Column<bool> _isSuspended = table.Column<bool>("is_suspended");

    public Table Table { get; } = table;

    public Column<string> Id { get; } = table.Column<string>("grant_id");

    public Column<string> Tenant { get; } = table.Column<string>("tenant_id");

    public Column<string> Issuer { get; } = table.Column<string>("issuer");

    public Column<string> Subject { get; } = table.Column<string>("subject_id");

    /// <summary>All of them, in the order in which <see cref="Read"/> takes them.</summary>
    public Column[] All => [Id, _kind, Issuer, Subject, Tenant, _name, _when, _read, _write, _from, _until, _reason, _isSuspended];

    public static TableBuilder Declare(TableBuilder table) => table
        .Column<string>("grant_id").Column<string>("kind").Column<string>("issuer").Column<string>("subject_id").Column<string>("tenant_id").Column<string>("name").Column<string>("condition")
        .Column<string>("read_fields").Column<string>("write_fields").Column<DateTimeOffset>("from_at").Column<DateTimeOffset?>("until_at").Column<string>("reason").Column<bool>("is_suspended");

    /// <summary>The rows of a person in a tenant.</summary>
    public Query Of(PersonId person, TenantId tenant) => Query.From(Table)
        .Where(Tenant, Op.Eq, tenant.Value).Where(Issuer, Op.Eq, StorageText.Encode(person.Issuer)).Where(Subject, Op.Eq, StorageText.Encode(person.Id));

    /// <summary>Keeps roles and permits that are in force.</summary>
    public Query InForce(Query rows, DateTimeOffset at) => rows
        .WhereIn(_kind, [TextOf(GrantKind.Role), TextOf(GrantKind.Permit)]).Where(_isSuspended, Op.Eq, false).Where(_from, Op.Le, at)
        .Where(or => or.WhereNull(_until).OrWhere(_until, Op.Gt, at));

    public Write Insert(Grant grant) => Write.Insert(Table)
        .Set(Id, StorageText.Encode(grant.Id)).Set(_kind, TextOf(grant.Kind)).Set(Issuer, StorageText.Encode(grant.Issuer)).Set(Subject, StorageText.Encode(grant.SubjectId))
        .Set(Tenant, grant.Tenant.Value).Set(_name, StorageText.Encode(grant.Name)).Set(_when, grant.When is null ? null : StorageText.Encode(grant.When))
        .Set(_read, FieldsOf(grant.Read)).Set(_write, FieldsOf(grant.Write)).Set(_from, StorageTime.Of(grant.From)).Set(_until, StorageTime.Of(grant.Until))
        .Set(_reason, StorageText.Encode(grant.Reason)).Set(_isSuspended, grant.IsSuspended);

    /// <summary>The grant of a row whose columns <see cref="All"/> begin at an ordinal.</summary>
    public Grant Read(DbDataReader row, int at) =>
        new(
            StorageText.Decode(row.GetString(at)), KindOf(row.GetString(at + 1)), StorageText.Decode(row.GetString(at + 2)), StorageText.Decode(row.GetString(at + 3)),
            TenantId.Parse(row.GetString(at + 4)), StorageText.Decode(row.GetString(at + 5)))
        {
            When = row.Value(_when, at + 6) is { } when ? StorageText.Decode(when) : null,
            Read = FieldsOf(row.Value(_read, at + 7)),
            Write = FieldsOf(row.Value(_write, at + 8)),
            From = row.Value(_from, at + 9),
            Until = row.Value(_until, at + 10),
            Reason = StorageText.Decode(row.GetString(at + 11)),
            IsSuspended = row.Value(_isSuspended, at + 12),
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
