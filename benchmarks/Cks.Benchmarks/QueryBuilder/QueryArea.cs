using Cks.QueryBuilder;

namespace Cks.Benchmarks;

/// <summary>
/// Cks.QueryBuilder. <c>seen-shape</c>: building and compiling a query of one table, four columns, five conditions, order and limit, whose shape was met
/// before, against writing the same text and list of values by hand. <c>sqlite-key</c>: <see cref="KeyLookUp"/>.
/// </summary>
internal sealed class QueryArea : IRatioArea
{
    private static readonly SqlSchema Schema = SqlSchema.Create(s => s.Table("services", t =>
    {
        t.Column<string>("service_id");
        t.Column<string>("service_name");
        t.Column<string>("tenant_id");
        t.Column<bool>("is_test");
        t.Column<string>("center_id");
        t.Column<string>("status");
        t.Column<long>("price");
    }));

    private static readonly Table Services = Schema.Table("services");
    private static readonly Column<string> Code = Services.Column<string>("service_id");
    private static readonly Column<string> Title = Services.Column<string>("service_name");
    private static readonly Column<string> Tenant = Services.Column<string>("tenant_id");
    private static readonly Column<bool> IsTest = Services.Column<bool>("is_test");
    private static readonly Column<string> Center = Services.Column<string>("center_id");
    private static readonly Column<string> Status = Services.Column<string>("status");
    private static readonly Column<long> Price = Services.Column<long>("price");

    public string Name => "query";

    private readonly KeyLookUp _keys = new();

    public async ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken)
    {
        var searches = ServiceSearch.Create(RatioCase.FewestInputs);
        foreach (var search in searches)
        {
            var (ours, (sql, values)) = (Build(search), HandBuiltSearch.Build(search));
            if (ours.Sql != sql || !ours.Bindings.SequenceEqual(values))
                throw new InvalidOperationException($"Not the same statement: {ours.Sql} and {sql}");
        }

        return
        [
            RatioCase.Sync("seen-shape", searches, s => Measure(Build(s)), s => Measure(HandBuiltSearch.Build(s))),
            await _keys.CreateAsync(cancellationToken),
        ];
    }

    public ValueTask DisposeAsync() => _keys.DisposeAsync();

    private static SqlResult Build(ServiceSearch search)
    {
        var query = Query.From(Services).Select(Code, Title, Status, Price);
        if (search.Tenant is { } tenant)
            query = query.Where(Tenant, Op.Eq, tenant);
        if (search.IsTest is { } isTest)
            query = query.Where(IsTest, Op.Eq, isTest);
        if (search.Center is { } center)
            query = query.Where(Center, Op.Eq, center);
        if (search.Status is { } status)
            query = query.Where(Status, Op.Eq, status);
        if (search.LeastPrice is { } price)
            query = query.Where(Price, Op.Ge, price);
        return PostgresCompiler.Default.Compile(query.OrderBy(Code).Limit(search.Limit));
    }

    private static int Measure(SqlResult result) => result.Sql.Length + result.Bindings.Count;

    private static int Measure((string Sql, List<object> Values) result) => result.Sql.Length + result.Values.Count;
}
