using Cks.Core;
using Cks.Rbac;
using Cks.Scope.Tests.Reading;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cks.Scope.EntityFrameworkCore.Tests;

/// <summary>S05: what would go around a scope is refused when it runs, each time.</summary>
public sealed class RefusalTests
{
    private static readonly Subject Me = new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" };

    private static readonly Dictionary<string, Action<Portal>> Around = new()
    {
        ["IgnoreQueryFilters"] = db => _ = db.Customers.IgnoreQueryFilters().ToList(),
        ["IgnoreQueryFilters by name"] = db => _ = db.Customers.IgnoreQueryFilters([ScopeFilter.Name]).ToList(),
        ["IgnoreQueryFilters in a sub-query"] = db => _ = db.Customers.Where(c => db.Centers.IgnoreQueryFilters().Any(x => x.CustomerId == c.Id)).ToList(),
        ["FromSql"] = db => _ = db.Customers.FromSql($"SELECT * FROM customers").ToList(),
        ["FromSqlRaw in a join"] = db => _ = db.Customers.Join(db.Centers.FromSqlRaw("SELECT * FROM centers"), c => c.Id, c => c.CustomerId, (c, x) => x.Id).ToList(),
        ["SqlQuery"] = db => _ = db.Database.SqlQueryRaw<string>("SELECT id AS \"Value\" FROM customers").ToList(),
        ["ExecuteSql"] = db => _ = db.Database.ExecuteSqlRaw("DELETE FROM customers"),
        ["ExecuteUpdate"] = db => _ = db.Customers.ExecuteUpdate(u => u.SetProperty(c => c.Status, "mine")),
        ["ExecuteDelete"] = db => _ = db.Customers.ExecuteDelete(),
        ["SaveChanges"] = db => { db.Add(new Customer { Tenant = "main", Id = "CUS-777" }); db.SaveChanges(); },
        ["SaveChanges of what was attached"] = db => { db.Attach(new Customer { Tenant = "acme", Id = "CUS-001" }).State = EntityState.Deleted; db.SaveChanges(); },
        ["Reload"] = db => db.Attach(new Customer { Tenant = "acme", Id = "CUS-001" }).Reload(),
        ["GetDatabaseValues"] = db => _ = db.Attach(new Customer { Tenant = "acme", Id = "CUS-001" }).GetDatabaseValues(),
        ["the tables of the ways"] = db => _ = db.Set<Dictionary<string, object>>("cks:customers").ToList(),
        ["InScope of somebody else"] = db => _ = db.Customers.InScope(Me).ToList(),
    };

    private static readonly Dictionary<string, Func<Portal, object>> Beside = new()
    {
        ["Include"] = db => db.Centers.InScope(Me).Include(c => c.Orders).ToList(),
        ["Include by name"] = db => db.Centers.InScope(Me).Include("Customer").ToList(),
        ["a navigation in a filter"] = db => db.Centers.InScope(Me).Where(c => c.Customer!.Status == "x").ToList(),
        ["a navigation in a choice"] = db => db.Centers.InScope(Me).Select(c => c.Orders.Count).ToList(),
        ["a navigation by name"] = db => db.Centers.InScope(Me).Select(c => EF.Property<Customer>(c, "Customer").Status).ToList(),
        ["SelectMany"] = db => db.Centers.InScope(Me).SelectMany(c => c.Orders).ToList(),
        ["another set in a join"] = db => db.Crew.InScope(Me).Join(db.Centers, c => c.Center, c => c.Id, (c, x) => x.Id).ToList(),
        ["another set in a sub-query"] = db => db.Crew.InScope(Me).Where(c => db.Centers.Any(x => x.Id == c.Center && x.Status == "paused")).ToList(),
        ["a set in scope within one that is not"] = db => db.Centers.Where(c => db.Crew.InScope(Me).Any(x => x.Center == c.Id)).ToList(),
        ["a union"] = db => db.Crew.InScope(Me).Union(db.Crew).ToList(),
        ["FromSql beside"] = db => db.Crew.InScope(Me).Where(c => db.Centers.FromSqlRaw("SELECT * FROM centers").Any(x => x.Id == c.Center)).ToList(),
        ["AsTracking"] = db => db.Crew.InScope(Me).AsTracking().ToList(),
        ["the tables of the ways"] = db => db.Crew.InScope(Me).Where(c => db.Set<Dictionary<string, object>>("cks:centers").Any(x => (string)x["id"] == c.Center)).ToList(),
    };

    public static TheoryData<string> Arounds => [.. Around.Keys];

    public static TheoryData<string> Besides => [.. Beside.Keys];

    [Theory]
    [MemberData(nameof(Arounds))]
    public async Task S05_a_context_in_scope_refuses_what_goes_around_its_filters(string what)
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(new([new("customers", "CUS-001", "acme", false, false, "active", null)]));
        for (var again = 0; again < 2; again++)
        {
            await using var db = portal.Contexts.Create(Me);
            Assert.StartsWith("CKS318", Assert.Throws<InvalidOperationException>(() => Around[what](db)).Message, StringComparison.Ordinal);
        }

        await using var plain = portal.Plain();
        Assert.Equal("active", (await plain.Customers.SingleAsync()).Status);
    }

    [Theory]
    [MemberData(nameof(Besides))]
    public async Task S05_beside_rows_in_scope_nothing_is_read_that_is_not(string what)
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(new([]));
        for (var again = 0; again < 2; again++)
        {
            await using var db = portal.Plain();
            Assert.StartsWith("CKS318", Assert.Throws<InvalidOperationException>(() => Beside[what](db)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task S05_what_guards_a_subject_comes_with_its_context_and_with_no_other()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(new([new("managers", "MGR-001", "main", false, false, "active", null), new("customers", "CUS-001", "main", false, false, "active", "MGR-001")]));
        await using var mine = portal.Contexts.Create(Me);
        await using var again = new Portal((DbContextOptions<Portal>)mine.GetService<IDbContextOptions>());
        await using var plain = portal.Plain();

        Assert.Equal(["CUS-001"], await plain.Customers.InScope(Me).Select(c => c.Id).ToListAsync());
        foreach (var (db, isGuarded) in new[] { (mine, true), (again, true), (plain, false) })
        {
            var interceptors = db.GetService<IInterceptors>();
            Assert.Equal((isGuarded, isGuarded), (interceptors.Aggregate<IDbCommandInterceptor>() is not null, interceptors.Aggregate<ISaveChangesInterceptor>() is not null));
        }

        foreach (var db in new[] { mine, again })
        {
            db.Add(new Customer { Tenant = "main", Id = "CUS-777" });
            Assert.StartsWith("CKS318", (await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
            Assert.StartsWith("CKS318", (await Assert.ThrowsAsync<InvalidOperationException>(() => db.Database.ExecuteSqlRawAsync("DELETE FROM customers", TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, await plain.Database.ExecuteSqlRawAsync("DELETE FROM customers", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Rows_in_scope_are_filtered_joined_grouped_and_paged_like_others()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(new(
            [
                new("managers", "MGR-001", "main", false, false, "active", null),
                new("customers", "CUS-001", "main", false, false, "active", "MGR-001"),
                new("customers", "CUS-002", "main", false, false, "active", "MGR-002"),
                new("centers", "CEN-001", "main", false, false, "open", "CUS-001"),
                new("centers", "CEN-002", "main", false, false, "open", "CUS-002"),
                new("centers", "CEN-003", "main", false, false, null, "CUS-001"),
            ]));
        await using var db = portal.Plain();

        Assert.Equal(["CEN-003"], await db.Centers.InScope(Me).OrderByDescending(c => c.Id).Take(1).Select(c => c.Id).ToListAsync());
        Assert.Equal([("CUS-001", 2)], await db.Centers.InScope(Me).GroupBy(c => c.CustomerId).Select(g => ValueTuple.Create(g.Key, g.Count())).ToListAsync());
        Assert.Equal(["CEN-001"], await db.Centers.InScope(Me).Join(db.Customers.InScope(Me), c => c.CustomerId, c => c.Id, (c, x) => new { c.Id, c.Status, x.Manager }).Where(x => x.Status != null).Select(x => x.Id).ToListAsync());
        Assert.Equal(["CUS-001"], await db.Customers.InScope(Me).Where(c => db.Centers.InScope(Me).Any(x => x.CustomerId == c.Id)).Select(c => c.Id).ToListAsync());
        Assert.True(await db.Centers.InScope(Me).AnyAsync(c => c.Id == "CEN-001"));
        Assert.False(await db.Centers.InScope(Me).AnyAsync(c => c.Id == "CEN-002"));
        Assert.Empty(db.ChangeTracker.Entries());
    }

    [Fact]
    public async Task S05_a_tracked_instance_of_somebody_else_is_not_handed_out()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(new(
            [
                new("managers", "MGR-001", "main", false, false, "active", null),
                new("customers", "CUS-001", "main", false, true, "active", "MGR-001"),
                new("centers", "CEN-001", "main", false, false, "open", "CUS-001"),
            ]));
        await using var db = portal.Plain();
        var tracked = await db.Centers.Include(c => c.Customer).SingleAsync();
        tracked.Status = "changed";

        var read = await db.Centers.InScope(Me).SingleAsync();

        Assert.NotSame(tracked, read);
        Assert.Equal(("open", null), (read.Status, read.Customer));
    }

    [Fact]
    public async Task S05_what_is_kept_of_a_query_is_nobodys()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        string[] managers = ["main", "MGR-001", "MGR-002"];
        await portal.WriteAsync(new(
            [
                .. from tenant in new[] { "main", "acme" } from code in managers select new Node("managers", code, tenant, false, tenant == "acme" && code == "MGR-002", "active", null),
                .. from tenant in new[] { "main", "acme" } from code in managers select new Node("customers", $"{tenant} {code}", tenant, false, false, "active", code),
            ]));

        // The code of the first is its tenant, so that its values are equal to each other and those of the others are not.
        for (var again = 0; again < 2; again++)
            foreach (var tenant in new[] { "main", "acme" })
                foreach (var code in managers)
                {
                    await using var db = portal.Plain();
                    var subject = new Subject("u", TenantId.Parse(tenant), ["manager"]) { Code = code };
                    Assert.Equal((tenant, code) == ("acme", "MGR-002") ? [] : [$"{tenant} {code}"], await db.Customers.InScope(subject).Select(c => c.Id).ToListAsync());
                    Assert.Empty(await db.Customers.InScope(new("u", subject.Tenant, ["manager"]) { Code = code, IsTest = true }).ToListAsync());
                }
    }

    [Fact]
    public async Task A_context_that_knows_no_scopes_says_how_to_let_it()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await using var db = new Portal(portal.Use(new DbContextOptionsBuilder<Portal>()).Options);

        Assert.Contains("UseCksScope", Assert.Throws<InvalidOperationException>(() => db.Customers.InScope(Me)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queries_that_are_compiled_once_are_in_scope_too()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(new([new("managers", "MGR-001", "main", false, false, "active", null), new("customers", "CUS-001", "main", false, false, "active", "MGR-001"), new("customers", "CUS-001", "acme", false, false, "active", "MGR-001")]));
        var compiled = EF.CompileQuery((Portal db) => db.Customers.Select(c => c.Tenant));
        await using (var db = portal.Contexts.Create(Me))
            Assert.Equal(["main"], compiled(db));

        await using var other = portal.Contexts.Create(new("c", TenantId.Parse("main"), ["center"]) { Code = "CEN-001" });
        Assert.Throws<InvalidOperationException>(() => compiled(other).ToList());
    }
}
