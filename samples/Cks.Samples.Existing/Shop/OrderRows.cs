using System.Security.Claims;

namespace Cks.Samples.Existing;

/// <summary>By hand: staff sees the company's orders, a contractor its own.</summary>
internal sealed class OrderRows(ShopContext db, IHttpContextAccessor http) : IOrderRows
{
    public IQueryable<Order> Mine
    {
        get
        {
            var user = http.HttpContext?.User ?? new ClaimsPrincipal();
            var company = user.FindFirst("company")?.Value;
            var orders = db.Orders.Where(o => o.CompanyId == company);
            var code = user.FindFirst("code")?.Value;
            return user.IsInRole("Contractor") ? orders.Where(o => o.ContractorCode == code) : orders;
        }
    }
}
