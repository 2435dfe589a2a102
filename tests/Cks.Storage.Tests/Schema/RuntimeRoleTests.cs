using System.Text.RegularExpressions;
using Cks.Core;
using Cks.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Cks.Storage.Tests;

/// <summary>The account of docs/storage.md: all that the stores do, and nothing else.</summary>
public sealed class RuntimeRoleTests(PostgresStorage storage) : IClassFixture<PostgresStorage>, IAsyncDisposable
{
    private readonly string _role = $"cks_role_{Guid.NewGuid():n}";
    private NpgsqlDataSource? _owner;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_stores_need_no_more_than_the_page_grants()
    {
        await using var source = await SourceAsync();
        var database = StorageDatabase.Of(source);
        Assert.True((await StorageSchema.CheckAsync(database, Token)).IsCurrent);
        await RevocationStoreContract.WhatWasLiftedIsDroppedAsync(new StoredRevocations(database, TimeProvider.System), Token);
        var late = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new(2999, 6, 1, 0, 0, 0, TimeSpan.Zero));
        await new StoredRevocations(database, late).AppendAsync([], new("https://login.example", "m", late.GetUtcNow()) { ObjectId = "o", ObjectAt = late.GetUtcNow() }, Token);
        await new StoredRevocations(database, late).AppendAsync([], new("https://login.example", "n", late.GetUtcNow()) { ObjectId = "o", ObjectAt = late.GetUtcNow() }, Token);
        await new StoredRevocations(database, late).CompleteAsync("https://login.example", "m", Token);
        await GrantLedgerContract.AChangeReplacesAndRemovesAsync(new StoredGrantLedger(database, TimeProvider.System), Token);
        await storage.EmptyAsync();
        await GrantLedgerContract.EachChangeHasItsAuditRowAsync(new StoredGrantLedger(database, TimeProvider.System), Token);
        await ApiKeyStoreContract.AChangeReplacesAndRemovesAsync(new StoredApiKeys(database, TimeProvider.System), Token);
        await storage.EmptyAsync();
        await ApiKeyStoreContract.TheLastUseIsKeptAsync(new StoredApiKeys(database, TimeProvider.System), Token);
        await storage.EmptyAsync();
        await ApiKeyStoreContract.EachActHasItsAuditRowAsync(new StoredApiKeys(database, TimeProvider.System), Token);
        Assert.Equal(RevisionHead.Empty, await new StoredRevisions(database, TimeProvider.System).HeadAsync(RevisionDocuments.Policy, Token));
        await SessionStoreContract.EveryOneOfAPersonEndsAsync(new StoredSessions(database, TimeProvider.System), Token);
        await new StoredSessions(database, late).ChangeAsync(new("https://login.example", "new"), _ => new()
        {
            Key = new("https://login.example", "new"),
            Subject = "ann",
            StartedAt = late.GetUtcNow(),
            SeenAt = late.GetUtcNow(),
            Idle = TimeSpan.FromHours(1),
            EndsAt = late.GetUtcNow(),
            ExpiresAt = late.GetUtcNow(),
        }, Token);
        await using var bus = PostgresBusTests.Of(database);
        await ChangeBusContract.ATopicArrivesInOrderAsync(bus, bus, Token);
        using var sink = new StoredSecurityEvents(database, TimeProvider.System, NullLogger<StoredSecurityEvents>.Instance);
        await sink.StartAsync(Token);
        sink.Report(new(SecurityEventKinds.GlassBroken, DateTimeOffset.UnixEpoch));
        await sink.StoppedAsync(Token);
        await using var count = _owner!.CreateCommand("SELECT count(*) FROM cks.security_events");
        Assert.Equal(1L, await count.ExecuteScalarAsync(Token));
    }

    [Theory]
    [InlineData("ALTER TABLE cks.grants ADD COLUMN more text")]
    [InlineData("ALTER TABLE cks.revocations DROP COLUMN issuer")]
    [InlineData("ALTER TABLE cks.grants DISABLE TRIGGER ALL")]
    [InlineData("DROP TABLE cks.revocations")]
    [InlineData("TRUNCATE cks.revocations")]
    [InlineData("CREATE TABLE cks.mine (id integer)")]
    [InlineData("CREATE INDEX mine ON cks.grants (name)")]
    [InlineData("DROP SCHEMA cks CASCADE")]
    [InlineData("UPDATE cks.revocations SET kind = 9")]
    [InlineData("DELETE FROM cks.revocation_head")]
    [InlineData("UPDATE cks.grant_history SET reason = ''")]
    [InlineData("DELETE FROM cks.grant_history")]
    [InlineData("UPDATE cks.grant_history_grants SET name = ''")]
    [InlineData("DELETE FROM cks.grant_history_grants")]
    [InlineData("UPDATE cks.api_key_history SET detail = ''")]
    [InlineData("DELETE FROM cks.api_key_history")]
    [InlineData("TRUNCATE cks.api_keys")]
    [InlineData("DELETE FROM cks.api_key_owners")]
    [InlineData("DELETE FROM cks.security_events")]
    [InlineData("TRUNCATE cks.sessions")]
    [InlineData("UPDATE cks.security_events SET detail = ''")]
    [InlineData("DELETE FROM cks.impersonations")]
    [InlineData("TRUNCATE cks.impersonations")]
    [InlineData("UPDATE cks.impersonations SET actor = ''")]
    [InlineData("INSERT INTO cks.schema_migrations (version) VALUES (1)")]
    [InlineData("INSERT INTO cks.revision_documents (document, changed_at) VALUES ('policy', now())")]
    [InlineData("UPDATE cks.revisions SET needs_approval = false")]
    [InlineData("DELETE FROM cks.revisions")]
    [InlineData("INSERT INTO cks.revision_approvals (revision_id, approver_issuer, approver_id, at, reason) VALUES (gen_random_uuid(), '', 'me', now(), '')")]
    public async Task S29_what_the_page_does_not_grant_is_refused(string sql)
    {
        await using var source = await SourceAsync();
        await using var command = source.CreateCommand(sql);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Token))).SqlState);
    }

    [Theory]
    [InlineData("UPDATE cks.revisions SET needs_approval = false")]
    [InlineData("DELETE FROM cks.revisions")]
    [InlineData("DELETE FROM cks.revision_approvals")]
    [InlineData("UPDATE cks.revision_approvals SET approver_id = 'me'")]
    [InlineData("SELECT * FROM cks.grants")]
    [InlineData("SELECT * FROM cks.security_events")]
    public async Task S16_who_publishes_adds_revisions_and_changes_none(string sql)
    {
        await using var source = await SourceAsync(block: 1, account: "publisher");
        await RevisionStoreContract.WhatNeedsApprovalWaitsAsync(new StoredRevisions(StorageDatabase.Of(source), TimeProvider.System), Token);
        await using var command = source.CreateCommand(sql);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Token))).SqlState);
    }

    public async ValueTask DisposeAsync()
    {
        if (_owner is null)
            return;
        await using var command = _owner.CreateCommand($"DROP OWNED BY {_role}; DROP ROLE {_role}");
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task<NpgsqlDataSource> SourceAsync(int block = 0, string account = "portal")
    {
        _owner = (NpgsqlDataSource)(await storage.EmptyAsync()).Source;
        var page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "storage.md"), Token);
        var grants = Regex.Matches(page, "```sql\n(.*?)```", RegexOptions.Singleline)[block].Groups[1].Value.Replace($" TO {account};", $" TO {_role};", StringComparison.Ordinal);
        await using (var command = _owner.CreateCommand($"CREATE ROLE {_role}; {grants}"))
            await command.ExecuteNonQueryAsync(Token);
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(await storage.ConnectionAsync()) { Options = $"-c role={_role}" });
    }
}
