using Cks.QueryBuilder;

namespace Cks.Storage.Tests;

public abstract class StoredRowTests(StorageFixture storage)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a\0b")]
    [InlineData("half \ud83d and \\")]
    public async Task A_text_is_written_compared_and_read_in_its_form_and_a_time_in_whole_microseconds(string text)
    {
        var database = await storage.EmptyAsync();
        var seen = database.Tables.Revocations;
        var at = new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(12_345_678);
        await database.WriteAsync(
            [Write.Insert(seen.Entry).Set(seen.Sequence, 1).Set(seen.Kind, Auth.RevocationKind.SessionEnded).Set(seen.Issuer, text).Set(seen.Id, text).Set(seen.At, at).Set(seen.ExpiresAt, null)], Token);

        // In another order than that of the table.
        var query = Query.From(seen.Entry).Select(seen.ExpiresAt, seen.At, seen.Id, seen.Issuer).Where(seen.Id, Op.Eq, text).WhereIn(seen.Issuer, [text]).Where(seen.At, Op.Eq, at);
        var row = Assert.Single(await database.Reads.RowsAsync(query, r => (r.Value(seen.Issuer), r.Value(seen.Id), r.Value(seen.At), r.Value(seen.ExpiresAt), r.IsNull(seen.ExpiresAt)), Token));
        Assert.Equal((text, text, at.AddTicks(-8).ToUniversalTime(), null, true), row);
        await Assert.ThrowsAsync<ArgumentException>(() => database.Reads.RowsAsync(query, r => r.Value(seen.Sequence), Token));
    }
}

public sealed class SqliteRowTests(SqliteStorage storage) : StoredRowTests(storage), IClassFixture<SqliteStorage>;

public sealed class PostgresRowTests(PostgresStorage storage) : StoredRowTests(storage), IClassFixture<PostgresStorage>;
