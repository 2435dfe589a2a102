using Cks.Auth;
using Cks.Core;
using Cks.Rbac;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Storage.Tests;

/// <summary>This very program as a process that does nothing but write, until it is killed. Each line that it says is something that a store has acknowledged.</summary>
public sealed class WritingChild
{
    public const string Variable = "CKS_STORAGE_CHILD";
    public const string Issuer = "https://login.example";

    internal static readonly TenantId Tenant = TenantId.Parse("main");
    private static readonly DateTimeOffset Late = new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // No test of its own: the tests of killed writers start it, in a process of its own.
    [Fact(Explicit = true)]
    public async Task Writes_until_it_is_killed()
    {
        var parts = Environment.GetEnvironmentVariable(Variable)!.Split('\n', 3);
        await RunAsync(parts[0], parts[1] == "sqlite" ? SqliteFactory.Instance.CreateDataSource(parts[2]) : NpgsqlDataSource.Create(parts[2]));
    }

    private static async Task RunAsync(string round, System.Data.Common.DbDataSource source)
    {
        var database = StorageDatabase.Of(source);
        var (revocations, grants) = (new StoredRevocations(database, TimeProvider.System), new StoredGrantLedger(database, TimeProvider.System));
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        async Task WriteAsync(int writer)
        {
            for (var i = 0; ; i++)
            {
                var name = $"{round}.{writer}.{i}";
                await revocations.AppendAsync([Ended($"{name}.a"), Ended($"{name}.b")], new(Issuer, name, Late) { ObjectId = name, ObjectAt = Late });
                await output.WriteLineAsync($"revoked {name}");
                var person = new PersonId(Issuer, name);
                Grant[] both = [Role($"{name}.a", person), Role($"{name}.b", person)];
                await grants.ChangeAsync(Tenant, person, person, _ => new(both, [], new(Late, GrantAction.Granted, person, person, Tenant, both, name, "")));
                await output.WriteLineAsync($"granted {name}");
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 3).Select(n => Task.Run(() => WriteAsync(n))));
    }

    private static Revocation Ended(string id) => new(RevocationKind.SessionEnded, Issuer, id, Late, null);

    private static Grant Role(string id, PersonId person) => new(id, GrantKind.Role, person.Issuer, person.Id, Tenant, "crew") { Reason = "r" };
}
