using Cks.Auth;
using Cks.Core;
using Cks.Rbac;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Storage.Tests;

/// <summary>This very program as a process that does nothing but write, until it is killed. Each line that it says is something that a store has acknowledged.</summary>
public sealed class WritingChild(SqliteStorage storage) : IClassFixture<SqliteStorage>
{
    public const string Variable = "CKS_STORAGE_CHILD";
    public const string Issuer = "https://login.example";

    internal static readonly TenantId Tenant = TenantId.Parse("main");
    private static readonly DateTimeOffset Late = new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // The tests of killed writers start it in a process of its own, where it goes on until it is killed.
    [Fact]
    public async Task A_writer_says_what_was_acknowledged()
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Split('\n', 3) is [var round, var dialect, var connection])
            await RunAsync(round, dialect == "sqlite" ? SqliteFactory.Instance.CreateDataSource(connection) : NpgsqlDataSource.Create(connection), new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true }, int.MaxValue);
        var said = new StringWriter();
        var database = await storage.EmptyAsync();
        await RunAsync("0", database.Source, said, 2);

        Assert.Equal(30, said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count());
        Assert.Equal(12, (await new StoredRevocations(database, TimeProvider.System).ReadAsync(0, TestContext.Current.CancellationToken)).Entries.Count);
    }

    private static async Task RunAsync(string round, System.Data.Common.DbDataSource source, TextWriter said, int each)
    {
        var database = StorageDatabase.Of(source);
        var (revocations, grants, sessions, keys) = (
            new StoredRevocations(database, TimeProvider.System), new StoredGrantLedger(database, TimeProvider.System), new StoredSessions(database, TimeProvider.System), new StoredApiKeys(database, TimeProvider.System));
        var output = TextWriter.Synchronized(said);
        async Task WriteAsync(int writer)
        {
            for (var i = 0; i < each; i++)
            {
                var name = $"{round}.{writer}.{i}";
                await revocations.AppendAsync([Ended($"{name}.a"), Ended($"{name}.b")], new(Issuer, name, Late) { ObjectId = name, ObjectAt = Late });
                await output.WriteLineAsync($"revoked {name}");
                var person = new PersonId(Issuer, name);
                Grant[] both = [Role($"{name}.a", person), Role($"{name}.b", person)];
                await grants.ChangeAsync(Tenant, person, person, _ => new(both, [], new(Late, GrantAction.Granted, person, person, Tenant, both, name, "")));
                await output.WriteLineAsync($"granted {name}");
                await sessions.ChangeAsync(new(Issuer, name), _ => Session(name, 1));
                await sessions.ChangeAsync(new(Issuer, name), s => Session(s!.Key.Id, 2));
                await output.WriteLineAsync($"used {name}");
                await sessions.ChangeAsync(new(Issuer, name), s => s!.Ended(Late, SessionEnd.SignedOut));
                await output.WriteLineAsync($"ended {name}");
                var owner = new ApiKeyOwner(Tenant, Issuer, name);
                await keys.ChangeAsync(owner, _ => new([Key($"{name}.a", owner), Key($"{name}.b", owner)], [], new(Late, ApiKeyAction.Created, Issuer, name, owner, [$"{name}.a", $"{name}.b"], name)));
                await output.WriteLineAsync($"keyed {name}");
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 3).Select(n => Task.Run(() => WriteAsync(n))));
    }

    /// <summary>A session each of whose parts says how often it was written.</summary>
    internal static StoredSession Session(string name, int version) => new()
    {
        Key = new(Issuer, name),
        Subject = $"{name}.{version}",
        Actor = $"{version}",
        StartedAt = Late.AddSeconds(version),
        SeenAt = Late.AddSeconds(version),
        Idle = TimeSpan.FromSeconds(version),
        EndsAt = Late.AddSeconds(version),
        ExpiresAt = Late.AddSeconds(version),
    };

    private static Revocation Ended(string id) => new(RevocationKind.SessionEnded, Issuer, id, Late, null);

    private static StoredApiKey Key(string id, ApiKeyOwner owner) => new(
        new(id, owner) { Name = "n", Capabilities = ["orders:view"], CreatedAt = Late, CreatedByIssuer = Issuer, CreatedBySubject = owner.Subject, ExpiresAt = Late }, new(1, new byte[32], Late));

    private static Grant Role(string id, PersonId person) => new(id, GrantKind.Role, person.Issuer, person.Id, Tenant, "crew") { Reason = "r" };
}
