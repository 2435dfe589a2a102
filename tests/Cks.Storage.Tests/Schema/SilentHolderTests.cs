using System.Data.Common;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Npgsql;

namespace Cks.Storage.Tests;

/// <summary>A host that holds what others need and says nothing any more: it has lost its power, its network, or was stopped.</summary>
public sealed class SilentHolderTests(PostgresStorage storage) : IClassFixture<PostgresStorage>
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S27_the_server_ends_it_and_others_go_on()
    {
        var database = await storage.EmptyAsync();
        var revocations = database.Tables.Revocations;
        await using var silent = await database.Writes.BeginAsync(Token);
        await silent.ReadAsync(Query.From(revocations.Head).Select(revocations.Last).ForUpdate(), _ => { }, Token);
        var person = new PersonId("https://login.example", "bob");
        await silent.ExecuteAsync(
            Write.Insert(database.Tables.Grants.Person)
                .Set(database.Tables.Grants.PersonTenant, TenantId.Parse("main")).Set(database.Tables.Grants.PersonIssuer, person.Issuer).Set(database.Tables.Grants.PersonSubject, person.Id)
                .Set(database.Tables.Grants.ChangedAt, Noon),
            Token);

        await UntilItSucceedsAsync(() => AppendAsync(database).AsTask());
        await UntilItSucceedsAsync(() => new StoredGrantLedger(database, TimeProvider.System).ChangeAsync(TenantId.Parse("main"), person, person, _ => null, Token).AsTask());
        Assert.Single((await new StoredRevocations(database, TimeProvider.System).ReadAsync(0, Token)).Entries);
        await Assert.ThrowsAnyAsync<DbException>(() => silent.CommitAsync(Token));
    }

    [Fact]
    public async Task S27_whoever_waits_for_a_lock_in_vain_is_told_by_an_exception_of_the_database()
    {
        var database = await storage.EmptyAsync();
        // Without any limit: it would hold it for ever.
        await using var connection = await database.Source.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT last_sequence FROM cks.revocation_head FOR UPDATE";
        await command.ExecuteScalarAsync(Token);

        Assert.Equal(PostgresErrorCodes.LockNotAvailable, (await Assert.ThrowsAsync<PostgresException>(() => AppendAsync(database).AsTask())).SqlState);
        await transaction.RollbackAsync(Token);
        await AppendAsync(database);
    }

    private static async ValueTask AppendAsync(StorageDatabase database) =>
        await new StoredRevocations(database, TimeProvider.System).AppendAsync([new(Auth.RevocationKind.SessionEnded, "https://login.example", "s", Noon, null)], null, Token);

    private static async Task UntilItSucceedsAsync(Func<Task> call)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await call();
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable && tries < 24)
            {
                // It is held still.
            }
        }
    }
}
