using System.Text;
using Cks.Core;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Scope.EntityFrameworkCore.Tests;

/// <summary>Contexts of one subject each, from pools.</summary>
public sealed class ScopedContextsTests
{
    private static readonly Graph Rows = new(
        [
            new("managers", "MGR-001", "main", false, false, "active", null),
            new("managers", "MGR-002", "main", false, false, "active", null),
            new("managers", "MGR-001", "acme", false, false, "active", null),
            new("managers", "MGR-009", "main", false, true, "active", null),
            new("customers", "CUS-001", "main", false, false, "active", "MGR-001"),
            new("customers", "CUS-002", "main", false, false, "active", "MGR-002"),
            new("customers", "CUS-001", "acme", false, false, "active", "MGR-001"),
            new("customers", "CUS-009", "main", false, false, "active", "MGR-009"),
            new("centers", "CEN-001", "main", false, false, "active", "CUS-001"),
            new("centers", "CEN-002", "main", false, false, "active", "CUS-002"),
            new("centers", "CEN-003", "main", false, true, "active", "CUS-001"),
            new("centers", "CEN-001", "acme", false, false, "active", "CUS-001"),
            new("crew", "CRW-001", "main", false, false, "active", "CEN-001"),
            new("crew", "CRW-003", "main", false, false, "active", "CEN-003"),
        ],
        [
            new("ORD-001", "main", false, false, "done", "plain", null, null, "CEN-001", Graph.Now, null, 1, 2),
            new("ORD-002", "main", false, false, "done", "plain", null, null, "CEN-002", Graph.Now, null, 1, 2),
            new("ORD-003", "main", false, false, "open", "secret", null, null, "CEN-001", Graph.Now, null, 1, 2),
        ]);

    private static Subject Manager(int number, string tenant = "main") => new($"u{number}", TenantId.Parse(tenant), ["manager"]) { Code = $"MGR-{number:000}" };

    [Fact]
    public async Task S05_includes_navigations_joins_and_sub_queries_are_in_scope()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Rows);
        await using var db = portal.Contexts.Create(Manager(1));

        var center = Assert.Single(await db.Centers.Include(c => c.Orders).Include(c => c.Customer).ToListAsync());
        Assert.Equal(("CEN-001", "CUS-001", "ORD-001"), (center.Id, center.Customer!.Id, Assert.Single(center.Orders).Id));
        Assert.Equal(["ORD-001"], await db.Orders.Join(db.Centers, o => o.CenterId, c => c.Id, (o, c) => o.Id).ToListAsync());
        Assert.Equal(["ORD-001"], await db.Orders.Where(o => o.Center!.Customer!.Manager == "MGR-001").Select(o => o.Id).ToListAsync());
        // Not the archived center, which is not seen, nor orders of others.
        Assert.Equal(["CUS-001"], await db.Customers.Where(c => c.Centers.Count == 1 && !c.Centers.Any(x => x.Orders.Count != 1)).Select(c => c.Id).ToListAsync());
        Assert.Equal(["CRW-001", "CRW-003"], await db.Crew.Select(c => c.Id).Order().ToListAsync());
        Assert.Equal(["CEN-001", "CUS-001"], await db.Centers.Select(c => c.Id).Union(db.Customers.Select(c => c.Id)).Order().ToListAsync());
        var loaded = await db.Customers.SingleAsync();
        await db.Entry(loaded).Collection(c => c.Centers).LoadAsync();
        Assert.Equal(["CEN-001"], loaded.Centers.Select(c => c.Id));
    }

    [Fact]
    public async Task S05_Find_finds_what_is_in_scope_only()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Rows);
        await using (var db = portal.Contexts.Create(Manager(1)))
        {
            Assert.NotNull(await db.Centers.FindAsync("main", "CEN-001"));
            Assert.Null(await db.Centers.FindAsync("main", "CEN-002"));
            Assert.Null(db.Centers.Find("acme", "CEN-001"));
        }

        // The next one has the same context from the pool, and nothing that was tracked.
        await using var other = portal.Contexts.Create(Manager(2));
        Assert.Empty(other.ChangeTracker.Entries());
        Assert.Null(await other.Centers.FindAsync("main", "CEN-001"));
        Assert.NotNull(await other.Centers.FindAsync("main", "CEN-002"));
    }

    [Fact]
    public async Task Subjects_of_one_role_take_turns_with_one_context()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Rows);
        var first = portal.Contexts.Create(Manager(1));
        var query = (Portal db) => db.Customers.Select(c => c.Tenant + c.Id).ToArray();
        Assert.Equal(["mainCUS-001"], query(first));
        await first.DisposeAsync();
        await using var second = portal.Contexts.Create(Manager(1, "acme"));

        Assert.Same(first, second);
        Assert.Equal(["acmeCUS-001"], query(second));
    }

    [Fact]
    public async Task A_context_without_a_subject_has_no_rows()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Rows);
        using var scope = portal.Services.CreateScope();
        var forgotten = scope.ServiceProvider.GetRequiredService<Portal>();
        var returned = portal.Contexts.Create(Manager(1));
        await returned.DisposeAsync();

        Assert.Empty(await forgotten.Customers.ToListAsync());
        Assert.Empty(await forgotten.Centers.Include(c => c.Orders).ToListAsync());
        Assert.Null(await forgotten.Managers.FindAsync("main", "MGR-001"));
        Assert.Throws<ObjectDisposedException>(() => returned.Customers.ToList());
    }

    [Theory]
    [InlineData("MGR-009", "manager", "main")]
    [InlineData("MGR-777", "manager", "main")]
    [InlineData("MGR-001", "stranger", "main")]
    [InlineData("", "manager", "main")]
    [InlineData("MGR-001", "manager", null)]
    public async Task Who_is_archived_unknown_or_of_no_role_sees_nothing(string code, string role, string? tenant)
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Rows);
        var me = new Subject("u", tenant is null ? default : TenantId.Parse(tenant), [role]) { Code = code };
        await using var own = portal.Contexts.Create(me);
        await using var plain = portal.Plain();

        Assert.Empty(await own.Customers.ToListAsync());
        Assert.Empty(await plain.Customers.InScope(me).ToListAsync());
        Assert.Empty(await plain.Managers.InScope(me).ToListAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reads_of_several_subjects_at_once_never_mix(bool onPostgres)
    {
        await using var portal = onPostgres ? await TestPortal.OnPostgresAsync() : await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Rows);

        await Parallel.ForAsync(0, Rounds.Of(1_000), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (i, cancellationToken) =>
        {
            var (number, tenant) = (i % 3) switch { 0 => (1, "main"), 1 => (2, "main"), _ => (1, "acme") };
            await using var db = portal.Contexts.Create(Manager(number, tenant));
            // Also a query and a look by key between which others have had the context, and an error midway.
            if (i % 7 == 0)
                Assert.Throws<InvalidOperationException>(() => db.Customers.IgnoreQueryFilters().ToList());
            var customer = Assert.Single(await db.Customers.Include(c => c.Centers).ToListAsync(cancellationToken));
            Assert.Equal((tenant, $"CUS-{number:000}", $"CEN-{number:000}"), (customer.Tenant, customer.Id, Assert.Single(customer.Centers).Id));
            Assert.Equal(number == 2, await db.Centers.FindAsync(["main", "CEN-002"], cancellationToken) is not null);
            await using var plain = portal.Plain();
            Assert.Equal(new { Tenant = tenant, Id = $"CUS-{number:000}" }, await plain.Customers.InScope(Manager(number, tenant)).Select(c => new { c.Tenant, c.Id }).SingleAsync(cancellationToken));
        });
    }

    [Fact]
    public async Task A_policy_that_comes_into_use_holds_from_the_next_context_on()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Rows);
        await using var before = portal.Contexts.Create(Manager(1));
        var narrower = Encoding.UTF8.GetBytes(ScopeText.Policy.Replace("\"manager\": { \"inherits\": [\"all\", \"orders\"], ", "\"manager\": { \"inherits\": [\"all\"], ", StringComparison.Ordinal));
        Assert.True(portal.Services.GetRequiredService<SnapshotStore<Policy>>().TryActivate(PolicyReader.Read("test.rbac.json", narrower), narrower, out _));
        await using var after = portal.Contexts.Create(Manager(1));
        await using var plain = portal.Plain();

        Assert.Single(await before.Orders.ToListAsync());
        Assert.Empty(await after.Orders.ToListAsync());
        Assert.Empty(await plain.Orders.InScope(Manager(1)).ToListAsync());
        Assert.Single(await after.Customers.ToListAsync());
    }

    [Fact]
    public async Task A_model_that_comes_into_use_holds_from_the_next_context_on()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Rows);
        await using var before = portal.Contexts.Create(Manager(1));
        var narrower = Encoding.UTF8.GetBytes(ScopeText.Model.Replace("\"customers\", \"centers\", \"crew\", \"services\"], \"summaryMetrics\": [\"accountStatus\", \"crewCount\", \"serviceCount\", \"idleCrew\"", "\"customers\", \"centers\"], \"summaryMetrics\": [\"accountStatus\"", StringComparison.Ordinal));
        Assert.True(portal.Services.GetRequiredService<SnapshotStore<ScopeModel>>().TryActivate(ScopeModelReader.Read("test.scope.json", narrower), narrower, out _));
        await using var after = portal.Contexts.Create(Manager(1));

        Assert.Equal(2, await before.Crew.CountAsync());
        Assert.Equal(0, await after.Crew.CountAsync());
        Assert.Equal(1, await after.Centers.CountAsync());
    }

    [Fact]
    public async Task Roles_and_policies_of_other_conditions_have_other_models()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Rows);
        await using var manager = portal.Contexts.Create(Manager(1));
        await using var center = portal.Contexts.Create(new("c", TenantId.Parse("main"), ["center"]) { Code = "CEN-001" });
        await using var blurred = portal.Contexts.Create(new("c", TenantId.Parse("main"), ["manager", "blurred"]) { Code = "MGR-001" });

        // Entity Framework lets go of a model when it has many, and other tests make some at the same time.
        Assert.Contains(Enumerable.Range(0, 20), _ =>
        {
            using var one = portal.Contexts.Create(Manager(1));
            using var other = portal.Contexts.Create(Manager(2));
            return ReferenceEquals(one.Model, other.Model);
        });
        Assert.NotSame(manager.Model, center.Model);
        Assert.Equal(["CRW-001"], await center.Crew.Select(c => c.Id).ToListAsync());
        Assert.Equal(["ORD-001"], await blurred.Orders.Select(o => o.Id).ToListAsync());
    }
}
