using Microsoft.Data.Sqlite;

namespace Cks.Auth.Tests;

/// <summary>A store in a database that hosts share: everything that the contract asks for, each append in one transaction.</summary>
internal sealed class SqliteRevocationStore : IRevocationStore
{
    private readonly string _connection;

    public SqliteRevocationStore(string path)
    {
        _connection = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        using var connection = Open();
        Execute(connection, null, """
            PRAGMA journal_mode = WAL;
            CREATE TABLE IF NOT EXISTS revocations (
              sequence INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, issuer TEXT NOT NULL CHECK (issuer <> ''), id TEXT NOT NULL, at INTEGER NOT NULL, expires INTEGER);
            CREATE TABLE IF NOT EXISTS deliveries (issuer TEXT NOT NULL, id TEXT NOT NULL, handled INTEGER NOT NULL, PRIMARY KEY (issuer, id));
            CREATE TABLE IF NOT EXISTS objects (issuer TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (issuer, id));
            """);
    }

    public ValueTask<DeliveryReceipt> AppendAsync(IReadOnlyList<Revocation> revocations, WebhookDelivery? delivery, CancellationToken cancellationToken = default)
    {
        using var connection = Open();
        // Immediate: appends take turns, so that sequences become visible in their order.
        using var transaction = connection.BeginTransaction(deferred: false);
        var receipt = delivery is null ? default : Receive(connection, transaction, delivery);
        if (!receipt.IsRepeated)
        {
            foreach (var entry in revocations)
            {
                var (kind, issuer, id, at) = ((int)entry.Kind, entry.Issuer, entry.Id, entry.At.ToUnixTimeMilliseconds());
                if (entry.Kind == RevocationKind.SubjectLifted)
                    Execute(connection, transaction, "DELETE FROM revocations WHERE issuer = $1 AND id = $2 AND kind IN (4, 6)", issuer, id);
                if (entry.Kind == RevocationKind.SubjectLiftedByProvider)
                    Execute(connection, transaction, "DELETE FROM revocations WHERE issuer = $1 AND id = $2 AND kind = 6 AND at < $3", issuer, id, at);
                Execute(connection, transaction, "INSERT INTO revocations (kind, issuer, id, at, expires) VALUES ($1, $2, $3, $4, $5)",
                    kind, issuer, id, at, entry.ExpiresAt?.ToUnixTimeMilliseconds() ?? (object)DBNull.Value);
            }
        }

        transaction.Commit();
        return new(receipt);
    }

    public ValueTask CompleteAsync(string issuer, string deliveryId, CancellationToken cancellationToken = default)
    {
        using var connection = Open();
        Execute(connection, null, "UPDATE deliveries SET handled = 1 WHERE issuer = $1 AND id = $2", issuer, deliveryId);
        return ValueTask.CompletedTask;
    }

    public ValueTask<RevocationPage> ReadAsync(long after, CancellationToken cancellationToken = default)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction(deferred: true);
        var entries = new List<StoredRevocation>();
        using (var command = Command(connection, transaction, "SELECT sequence, kind, issuer, id, at, expires FROM revocations WHERE sequence > $1 ORDER BY sequence", after))
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                entries.Add(new(rows.GetInt64(0), new((RevocationKind)rows.GetInt32(1), rows.GetString(2), rows.GetString(3),
                    DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(4)), rows.IsDBNull(5) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(5)))));
            }
        }

        using var last = Command(connection, transaction, "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'revocations'");
        return new(new RevocationPage(entries, (long)last.ExecuteScalar()!));
    }

    private static DeliveryReceipt Receive(SqliteConnection connection, SqliteTransaction transaction, WebhookDelivery delivery)
    {
        var at = delivery.ObjectAt.ToUnixTimeMilliseconds();
        using var seen = Command(connection, transaction, "SELECT at FROM objects WHERE issuer = $1 AND id = $2", delivery.Issuer, delivery.ObjectId);
        var isStale = delivery.ObjectId.Length > 0 && seen.ExecuteScalar() is long last && at < last;
        using var known = Command(connection, transaction, "SELECT handled FROM deliveries WHERE issuer = $1 AND id = $2", delivery.Issuer, delivery.Id);
        if (known.ExecuteScalar() is long handled)
            return new(true, handled != 0, isStale);
        Execute(connection, transaction, "INSERT INTO deliveries VALUES ($1, $2, $3)", delivery.Issuer, delivery.Id, delivery.IsHandled ? 1 : 0);
        if (delivery.ObjectId.Length > 0)
        {
            Execute(connection, transaction, "INSERT INTO objects VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET at = MAX(at, excluded.at)",
                delivery.Issuer, delivery.ObjectId, at);
        }

        return new(false, delivery.IsHandled, isStale);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string sql, params object[] values)
    {
        using var command = Command(connection, transaction, sql, values);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction? transaction, string sql, params object[] values)
    {
        var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, sql);
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        return command;
    }
}
