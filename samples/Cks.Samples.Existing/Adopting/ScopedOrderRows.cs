using Cks.Rbac;
using Cks.Scope.EntityFrameworkCore;

namespace Cks.Samples.Existing;

/// <summary>Step 5: the same rows by the scope model.</summary>
internal sealed class ScopedOrderRows(ShopContext db, Subject me) : IOrderRows
{
    public IQueryable<Order> Mine => db.Orders.InScope(me);
}
