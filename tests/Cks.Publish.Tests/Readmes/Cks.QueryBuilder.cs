// What the readme takes as given.
internal static class Given
{
    public static Table crew = null!, orders = null!, items = null!, lines = null!;
    public static Column<string> id = null!, status = null!, orderId = null!, title = null!, itemId = null!, lineId = null!, lineItem = null!, note = null!;
    public static Column<DateTimeOffset> createdAt = null!;
    public static Column<DateTimeOffset?> archivedAt = null!;
    public static Column<long> quantity = null!;
    public static QueryReader reader = null!;
    public static SqlCompiler compiler = null!;
    public static DbDataSource source = null!;
    public static SqlSchema schema = null!;
    public static Query byKey = null!, page = null!, live = null!, newest = null!;
    public static Order last = null!;
    public static byte[] bytes = [], key = [];
    public static string connectionString = "", fromTheRequest = "", tenant = "", userId = "", line = "", sku = "", text = "";
    public static string? stored;
    public static long wanted;
    public static CancellationToken cancellationToken;

    public static Crew ToCrew(DbDataReader row) => throw new NotSupportedException();

    public static object BadRequest() => throw new NotSupportedException();
}

internal sealed record Crew(string Id, DateTimeOffset? ArchivedAt);

internal sealed record Order(string OrderId, DateTimeOffset CreatedAt);
