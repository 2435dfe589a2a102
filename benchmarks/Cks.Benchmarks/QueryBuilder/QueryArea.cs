using Cks.QueryBuilder;

namespace Cks.Benchmarks;

/// <summary>
/// Cks.QueryBuilder, with a query of three joins, five conditions, an order and a limit. <c>seen-shape</c>: new values for one that is kept, against writing text and
/// values by hand. <c>build-and-compile</c>: the query built anew each time, its shape met before, against the same. <c>new-shape</c>: a query whose text is not known
/// yet against one that is kept, so its ratio is below 1. <c>sqlite-key</c>: <see cref="KeyLookUp"/>.
/// </summary>
internal sealed class QueryArea : IRatioArea
{
    private static readonly SqlSchema Schema = SqlSchema.Create(s => s
        .Table("crew", t => t.Column<string>("crew_id").Column<string>("name").Column<string>("tenant_id").Column<bool>("is_test").Column<string>("center_id").Column<string>("status").Column<long>("points"))
        .Table("centers", t => t.Column<string>("center_id").Column<string>("name").Column<string>("customer_id"))
        .Table("customers", t => t.Column<string>("customer_id").Column<string>("name").Column<string>("contractor_id"))
        .Table("contractors", t => t.Column<string>("contractor_id").Column<string>("manager_id")));

    private static readonly Table Crew = Schema.Table("crew");
    private static readonly Table Centers = Schema.Table("centers");
    private static readonly Table Customers = Schema.Table("customers");
    private static readonly Table Contractors = Schema.Table("contractors");
    private static readonly Column<string> CrewId = Crew.Column<string>("crew_id");
    private static readonly Column<string> CrewName = Crew.Column<string>("name");
    private static readonly Column<string> Tenant = Crew.Column<string>("tenant_id");
    private static readonly Column<bool> IsTest = Crew.Column<bool>("is_test");
    private static readonly Column<string> CrewCenter = Crew.Column<string>("center_id");
    private static readonly Column<string> Status = Crew.Column<string>("status");
    private static readonly Column<long> Points = Crew.Column<long>("points");
    private static readonly Column<string> CenterId = Centers.Column<string>("center_id");
    private static readonly Column<string> CenterName = Centers.Column<string>("name");
    private static readonly Column<string> CenterCustomer = Centers.Column<string>("customer_id");
    private static readonly Column<string> CustomerId = Customers.Column<string>("customer_id");
    private static readonly Column<string> CustomerName = Customers.Column<string>("name");
    private static readonly Column<string> CustomerContractor = Customers.Column<string>("contractor_id");
    private static readonly Column<string> ContractorId = Contractors.Column<string>("contractor_id");
    private static readonly Column<string> Manager = Contractors.Column<string>("manager_id");

    private static readonly Parameter<string> OfTenant = new("tenant");
    private static readonly Parameter<bool> OfTest = new("is test");
    private static readonly Parameter<string> OfManager = new("manager");
    private static readonly Parameter<string> OfStatus = new("status");
    private static readonly Parameter<long> LeastPoints = new("least points");

    private static readonly Query Shared = Joined().Where(Tenant, Op.Eq, OfTenant).Where(IsTest, Op.Eq, OfTest).Where(Manager, Op.Eq, OfManager).Where(Status, Op.Eq, OfStatus)
        .Where(Points, Op.Ge, LeastPoints).OrderBy(CrewId).Limit(50);

    public string Name => "query";

    private readonly KeyLookUp _keys = new();

    public async ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken)
    {
        var searches = CrewSearch.Create(RatioCase.FewestInputs);
        foreach (var search in searches)
        {
            var (sql, values) = HandBuiltQuery.Build(search);
            foreach (var ours in (SqlResult[])[Bind(search), Build(search)])
            {
                if (ours.Sql != sql || !ours.Bindings.SequenceEqual(values))
                    throw new InvalidOperationException($"Not the same statement: {ours.Sql} and {sql}");
            }
        }

        var small = new PostgresCompiler(2);
        return
        [
            RatioCase.Sync("seen-shape", searches, s => Measure(Bind(s)), s => Measure(HandBuiltQuery.Build(s))),
            RatioCase.Sync("build-and-compile", searches, s => Measure(Build(s)), s => Measure(HandBuiltQuery.Build(s))),
            RatioCase.Sync("new-shape", searches.Zip(Shapes()).ToArray(), s => small.Compile(s.Second).Bindings.Count, s => Bind(s.First).Bindings.Count),
            await _keys.CreateAsync(cancellationToken),
        ];
    }

    public ValueTask DisposeAsync() => _keys.DisposeAsync();

    private static SqlResult Bind(CrewSearch search) => PostgresCompiler.Default.Compile(Shared.Bind(
        OfTenant.Is(search.Tenant), OfTest.Is(search.IsTest), OfManager.Is(search.Manager), OfStatus.Is(search.Status), LeastPoints.Is(search.LeastPoints)));

    private static SqlResult Build(CrewSearch search) => PostgresCompiler.Default.Compile(Joined()
        .Where(Tenant, Op.Eq, search.Tenant).Where(IsTest, Op.Eq, search.IsTest).Where(Manager, Op.Eq, search.Manager).Where(Status, Op.Eq, search.Status)
        .Where(Points, Op.Ge, search.LeastPoints).OrderBy(CrewId).Limit(50));

    private static Query Joined() => Query.From(Crew)
        .Join(Centers, CenterId, CrewCenter).Join(Customers, CustomerId, CenterCustomer).Join(Contractors, ContractorId, CustomerContractor)
        .Select(CrewId, CrewName, CenterName, CustomerName);

    /// <summary>The query with other comparisons, no two alike.</summary>
    private static IEnumerable<Query> Shapes() => Enumerable.Range(0, RatioCase.FewestInputs).Select(n => Joined()
        .Where(Tenant, (Op)(n % 4), "t").Where(IsTest, Op.Eq, true).Where(Manager, (Op)(n / 4 % 4), "m").Where(Status, (Op)(n / 16 % 4), "s")
        .Where(Points, (Op)(n / 64 % 4), 1).OrderBy(n < 512 ? CrewId : CrewName).OrderBy(n % 512 < 256 ? CrewCenter : Status).Limit(50));

    private static int Measure(SqlResult result) => result.Sql.Length + result.Bindings.Count;

    private static int Measure((string Sql, object[] Values) result) => result.Sql.Length + result.Values.Length;
}
