using Cks.Auth;
using Cks.Core;
using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>The columns of the table of keys, and the way of a key into them and back.</summary>
internal sealed class ApiKeyColumns(Table table)
{
    private readonly StoredColumn<string> _name = table.Text("name");
    private readonly Column<bool> _isTest = table.Column<bool>("is_test");
    private readonly StoredColumn<IReadOnlyList<string>> _capabilities = table.Stored<IReadOnlyList<string>, string>("capabilities", TextList.Encode, TextList.Decode);
    private readonly StoredColumn<IReadOnlyList<string>> _networks = table.Stored<IReadOnlyList<string>, string>("networks", TextList.Encode, TextList.Decode);
    private readonly StoredColumn<DateTimeOffset> _createdAt = table.Time("created_at");
    private readonly StoredColumn<string> _createdByIssuer = table.Text("created_by_issuer");
    private readonly StoredColumn<string> _createdBySubject = table.Text("created_by_subject_id");
    private readonly StoredColumn<DateTimeOffset> _expiresAt = table.Time("expires_at");
    private readonly StoredColumn<DateTimeOffset?> _revokedAt = table.TimeOrNull("revoked_at");
    private readonly Column<int> _number = table.Column<int>("secret_number");
    private readonly Column<string> _hash = table.Column<string>("secret_hash");
    private readonly StoredColumn<DateTimeOffset> _until = table.Time("secret_until");
    private readonly Column<int?> _previousNumber = table.Column<int?>("previous_number");
    private readonly Column<string?> _previousHash = table.Column<string?>("previous_hash");
    private readonly StoredColumn<DateTimeOffset?> _previousUntil = table.TimeOrNull("previous_until");

    public Table Table { get; } = table;

    public StoredColumn<string> Id { get; } = table.Text("key_id");

    public StoredColumn<TenantId> Tenant { get; } = table.Tenant("tenant_id");

    public StoredColumn<string> Issuer { get; } = table.Text("issuer");

    public StoredColumn<string> Subject { get; } = table.Text("subject_id");

    public StoredColumn<DateTimeOffset?> LastUsedAt { get; } = table.TimeOrNull("last_used_at");

    /// <summary>What <see cref="Read"/> takes.</summary>
    public Column[] All =>
    [
        Id, Tenant, Issuer, Subject, _name, _isTest, _capabilities, _networks, _createdAt, _createdByIssuer, _createdBySubject, _expiresAt, _revokedAt, LastUsedAt,
        _number, _hash, _until, _previousNumber, _previousHash, _previousUntil,
    ];

    public static TableBuilder Declare(TableBuilder table) => table
        .Column<string>("key_id").Column<string>("tenant_id").Column<string>("issuer").Column<string>("subject_id").Column<string>("name").Column<bool>("is_test")
        .Column<string>("capabilities").Column<string>("networks").Column<DateTimeOffset>("created_at").Column<string>("created_by_issuer").Column<string>("created_by_subject_id")
        .Column<DateTimeOffset>("expires_at").Column<DateTimeOffset?>("revoked_at").Column<DateTimeOffset?>("last_used_at").Column<int>("secret_number").Column<string>("secret_hash")
        .Column<DateTimeOffset>("secret_until").Column<int?>("previous_number").Column<string?>("previous_hash").Column<DateTimeOffset?>("previous_until");

    /// <summary>The keys of an owner.</summary>
    public Query Of(ApiKeyOwner owner) => Query.From(Table).Where(Tenant, Op.Eq, owner.Tenant).Where(Issuer, Op.Eq, owner.Issuer).Where(Subject, Op.Eq, owner.Subject);

    /// <summary>A key without its last use, which is not written with it.</summary>
    public Write Insert(StoredApiKey stored)
    {
        var (key, now, before) = (stored.Key, stored.Current, stored.Previous);
        return Write.Insert(Table)
            .Set(Id, key.Id).Set(Tenant, key.Owner.Tenant).Set(Issuer, key.Owner.Issuer).Set(Subject, key.Owner.Subject)
            .Set(_name, key.Name).Set(_isTest, key.IsTest).Set(_capabilities, key.Capabilities).Set(_networks, key.Networks)
            .Set(_createdAt, key.CreatedAt).Set(_createdByIssuer, key.CreatedByIssuer).Set(_createdBySubject, key.CreatedBySubject).Set(_expiresAt, key.ExpiresAt).Set(_revokedAt, key.RevokedAt)
            .Set(_number, now.Number).Set(_hash, TextOf(now)).Set(_until, now.Until)
            .Set(_previousNumber, before?.Number).Set(_previousHash, before is null ? null : TextOf(before)).Set(_previousUntil, before?.Until);
    }

    /// <summary>The key of a row for which <see cref="All"/> was selected.</summary>
    public StoredApiKey Read(StoredRow row)
    {
        var key = new ApiKey(row.Value(Id), new(row.Value(Tenant), row.Value(Issuer), row.Value(Subject)))
        {
            Name = row.Value(_name),
            IsTest = row.Value(_isTest),
            Capabilities = row.Value(_capabilities),
            Networks = row.Value(_networks),
            CreatedAt = row.Value(_createdAt),
            CreatedByIssuer = row.Value(_createdByIssuer),
            CreatedBySubject = row.Value(_createdBySubject),
            ExpiresAt = row.Value(_expiresAt),
            RevokedAt = row.Value(_revokedAt),
            LastUsedAt = row.Value(LastUsedAt),
        };
        var before = row.Value(_previousNumber) is { } number ? HashOf(number, row.Value(_previousHash)!, row.Value(_previousUntil)!.Value) : null;
        return new(key, HashOf(row.Value(_number), row.Value(_hash)!, row.Value(_until)), before);
    }

    private static string TextOf(ApiKeyHash hash) => Convert.ToHexStringLower(hash.Value.Span);

    private static ApiKeyHash HashOf(int number, string text, DateTimeOffset until) => new(number, Convert.FromHexString(text), until);
}
