using System.Text;
using Cks.Core;
using Cks.Rbac;
using Cks.Tests;
using Microsoft.EntityFrameworkCore;

namespace Cks.Scope.EntityFrameworkCore.Tests;

public sealed class SqlTests
{
    private static readonly Subject Manager = new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" };
    private static readonly Subject Center = new("u", TenantId.Parse("main"), ["center"]) { Code = "CEN-001" };

    [Fact]
    public async Task What_is_sent_to_SQLite_is_as_approved()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        Check("sqlite.approved.sql", portal);
    }

    [Fact]
    public async Task What_is_sent_to_PostgreSQL_is_as_approved()
    {
        await using var portal = await TestPortal.OnPostgresAsync();
        Check("postgres.approved.sql", portal);
    }

    private static void Check(string name, TestPortal portal)
    {
        using var plain = portal.Plain();
        using var own = portal.Contexts.Create(Manager);
        var text = new StringBuilder();
        Add("a page of a manager's crew", plain.Crew.InScope(Manager).OrderBy(c => c.Id).Take(50));
        Add("orders of a manager", plain.Orders.InScope(Manager));
        Add("orders of a center", plain.Orders.InScope(Center));
        Add("reports of a center, by another column than the key", plain.Reports.InScope(Center));
        Add("reports of a manager, who sees none", plain.Reports.InScope(Manager));
        Add("crew and their centers, of a manager", plain.Crew.InScope(Manager).Join(plain.Centers.InScope(Manager), c => c.Center, c => c.Id, (crew, center) => new { crew.Id, center.Status }));
        Add("centers with orders, in a context of a manager", own.Centers.Include(c => c.Orders));
        Add("orders whose center is paused, in a context of a manager", own.Orders.Where(o => o.Center!.Status == "paused").Select(o => o.Id));
        ApprovedFile.Check(name, text.ToString());

        void Add<T>(string title, IQueryable<T> query) => text.Append("-- ").Append(title).Append('\n').Append(query.ToQueryString().ReplaceLineEndings("\n")).Append("\n\n");
    }
}
