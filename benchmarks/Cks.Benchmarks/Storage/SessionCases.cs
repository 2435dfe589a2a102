using System.Collections.Concurrent;
using System.Data.Common;
using Cks.Auth;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Storage.Migrations;
using Cks.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Cks.Benchmarks;

/// <summary>
/// <c>bootstrap-cold</c>: who is this, asked once of seven tables, against the eight look-ups of the old portal (admins twice, then six tables) on the same database; everybody is in the last table. <c>bootstrap-warm</c>: the same
/// remembered, against a hit of a ConcurrentDictionary. <c>session-touch</c>: a session that is used, its limits judged, written now and then, against writing each use in the same transaction, which holds the row: one bare update would be faster. Of the peers of <c>bootstrap-cold</c> it is the worst case. On PostgreSQL where there is one, else on SQLite.
/// </summary>
internal static class SessionCases
{
    private const string Issuer = "https://login.example";
    private const int People = RatioCase.FewestInputs;
    private static readonly string[] Tables = ["login_admins", "login_managers", "login_contractors", "login_customers", "login_centers", "login_crew", "login_warehouses"];
    private static readonly string[] Roles = ["admin", "manager", "contractor", "customer", "center", "crew", "warehouse"];

    public static async Task<IReadOnlyList<RatioCase>> CreateAsync(List<IAsyncDisposable> owned, CancellationToken cancellationToken)
    {
        var (source, compiler) = await DatabaseAsync(owned, cancellationToken);
        await SeedAsync(source, cancellationToken);
        using var tokenMix = new TokenMix();
        var services = new ServiceCollection().AddLogging().AddSingleton(source).AddSingleton(compiler)
            .AddCksAuth(o => o.AddKeys(Issuer, tokenMix.Jwks, "portal")).AddCksSessions().AddCksBootstrap<OneQuery>().AddCksStorage().BuildServiceProvider();
        owned.Add(services);
        // Nobody hears of what is forgotten here: telling others would be a round trip of its own, which no host pays to find out who somebody is.
        var alone = new ServiceCollection().AddLogging().AddSingleton(source).AddSingleton(compiler)
            .AddCksAuth(o => o.AddKeys(Issuer, tokenMix.Jwks, "portal")).AddCksBootstrap<OneQuery>().BuildServiceProvider();
        owned.Add(alone);
        var (resolver, sessions, store) = (services.GetRequiredService<ISessionResolver>(), services.GetRequiredService<ISessions>(), services.GetRequiredService<ISessionStore>());
        var (strangers, bootstrap) = (alone.GetRequiredService<ISessionResolver>(), alone.GetRequiredService<IBootstrap>());
        var now = TimeProvider.System.GetUtcNow();
        var tokens = new ValidatedToken[People];
        for (var i = 0; i < People; i++)
            tokens[i] = ValidatedToken.TryRestore(Issuer, $"user_{i}", $"sess_{i}", now, now.AddHours(12), out var token) ? token : throw new InvalidOperationException();

        var hits = new ConcurrentDictionary<SessionKey, SessionResolution>();
        foreach (var token in tokens)
            hits[new(token.Issuer, token.Subject)] = await resolver.ResolveAsync(token, cancellationToken);
        var person = hits[new(Issuer, "user_0")].Session!;
        var limits = new CksSessionOptions().Limits;
        return
        [
            RatioCase.Async("bootstrap-cold", tokens, ColdAsync, ByHandAsync),
            RatioCase.Sync("bootstrap-warm", tokens, Warm, t => hits[new(t.Issuer, t.Subject)].Session!.Code.Length),
            RatioCase.Async("session-touch", tokens, async t => await sessions.UseAsync(t, person, null, CancellationToken.None) is null ? 1 : 0, WriteAsync),
        ];

        async ValueTask<int> ColdAsync(ValidatedToken token)
        {
            await bootstrap.PersonChangedAsync(token.Issuer, token.Subject);
            return Number((await strangers.ResolveAsync(token)).Session!.Code);
        }

        // Remembered, so that it is there at once; what has come of age meanwhile is read again.
        int Warm(ValidatedToken token)
        {
            var pending = resolver.ResolveAsync(token);
            return (pending.IsCompletedSuccessfully ? pending.Result : pending.AsTask().GetAwaiter().GetResult()).Session!.Code.Length;
        }

        async ValueTask<int> ByHandAsync(ValidatedToken token)
        {
            await using var connection = await source.OpenConnectionAsync();
            var code = "";
            foreach (var table in (string[])[Tables[0], .. Tables])
                code = await LookUpAsync(connection, table, token.Subject) ?? code;
            return Number(code);
        }

        async ValueTask<int> WriteAsync(ValidatedToken token)
        {
            var used = await store.ChangeAsync(new(token.Issuer, token.SessionId!), s => s!.Used(TimeProvider.System.GetUtcNow(), limits), CancellationToken.None);
            return used!.EndedAt is null ? 1 : 0;
        }
    }

    private static int Number(string code) => int.Parse(code.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string?> LookUpAsync(DbConnection connection, string table, string subject)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT tenant_id, code, name, status, archived_at FROM {table} WHERE issuer = @issuer AND subject = @subject LIMIT 1";
        foreach (var (name, value) in ((string, string)[])[("issuer", Issuer), ("subject", subject)])
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? reader.GetString(1) : null;
    }

    private static async Task<(DbDataSource Source, SqlCompiler Compiler)> DatabaseAsync(List<IAsyncDisposable> owned, CancellationToken cancellationToken)
    {
        if (await PostgresServer.FindAsync() is ({ } server, _))
        {
            var postgres = await PortalData.CreatePostgresAsync(server);
            owned.Add(postgres);
            await SchemaMigrator.Postgres(((NpgsqlConnection)postgres.Source.CreateConnection()).ConnectionString).MigrateAsync(cancellationToken);
            return (postgres.Source, PostgresCompiler.Default);
        }

        var sqlite = await PortalData.CreateSqliteAsync();
        owned.Add(sqlite);
        await SchemaMigrator.Sqlite(sqlite.Source.ConnectionString).MigrateAsync(cancellationToken);
        return (SqliteFactory.Instance.CreateDataSource(sqlite.Source.ConnectionString), SqliteCompiler.Default);
    }

    // Beside the tables of the portal, in which nobody has as many people.
    private static async Task SeedAsync(DbDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        for (var table = 0; table < Tables.Length; table++)
        {
            await ExecuteAsync(
                connection, transaction,
                $"CREATE TABLE {Tables[table]} (issuer TEXT NOT NULL, subject TEXT NOT NULL, tenant_id TEXT NOT NULL, code TEXT NOT NULL, name TEXT, status TEXT, archived_at TEXT, PRIMARY KEY (issuer, subject))",
                cancellationToken);
            var first = table == Tables.Length - 1 ? 0 : (table + 1) * 10_000;
            for (var i = first; i < first + People; i++)
                await ExecuteAsync(connection, transaction, $"INSERT INTO {Tables[table]} VALUES ('{Issuer}', 'user_{i}', 'main', 'CDE-{i}', 'Somebody', 'active', NULL)", cancellationToken);
        }

        await ExecuteAsync(
            connection, transaction, $"CREATE VIEW login_people AS {string.Join(" UNION ALL ", Tables.Select((t, i) => $"SELECT issuer, subject, tenant_id, code, name, status, archived_at, '{Roles[i]}' AS role FROM {t}"))}",
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await ExecuteAsync(connection, null, "ANALYZE", cancellationToken);
    }

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The application's source: one query over the view of all people.</summary>
    private sealed class OneQuery(DbDataSource source, SqlCompiler compiler) : ISessionSource
    {
        private static readonly Table View = SqlSchema.Create(s => s.Table("login_people", t => t
            .Column<string>("issuer").Column<string>("subject").Column<string>("tenant_id").Column<string>("code").Column<string>("name").Column<string>("status").Column<string>("archived_at").Column<string>("role"))).Table("login_people");

        private static readonly Parameter<string> Of = new("issuer");
        private static readonly Parameter<string> Who = new("subject");
        private static readonly Query Person = Query.From(View)
            .Select(View.Column<string>("tenant_id"), View.Column<string>("code"), View.Column<string>("name"), View.Column<string>("status"), View.Column<string>("archived_at"), View.Column<string>("role"))
            .Where(View.Column<string>("issuer"), Op.Eq, Of).Where(View.Column<string>("subject"), Op.Eq, Who).Limit(2);

        private readonly QueryReader _reader = new(source, compiler);

        public IReadOnlyCollection<string> KnownRoles => Roles;

        public async ValueTask<IReadOnlyList<SessionRecord>> ReadAsync(string issuer, string subject, CancellationToken cancellationToken = default) =>
            await _reader.ReadListAsync(Person.Bind(Of.Is(issuer), Who.Is(subject)), Read, cancellationToken);

        private static SessionRecord Read(DbDataReader row) => new()
        {
            Tenant = TenantId.Parse(row.GetString(0)),
            Code = row.GetString(1),
            Name = row.GetString(2),
            Status = row.GetString(3),
            ArchivedAt = row.IsDBNull(4) ? null : DateTimeOffset.UnixEpoch,
            Roles = [row.GetString(5)],
        };
    }
}
