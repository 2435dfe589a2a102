using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Cks.Samples.Existing;

[ApiController]
[Route("api/orders")]
[Authorize]
public sealed class OrdersController(IOrderRows rows, ShopContext db) : ControllerBase
{
    [HttpGet]
    [Authorize(Roles = "Manager, Support Staff, Contractor")]
    public async Task<IActionResult> List() => Ok(await rows.Mine.OrderBy(o => o.Code).Select(o => new { o.Code, o.ContractorCode, o.Status }).ToListAsync());

    [HttpPost("{code}/accept")]
    [Authorize(Roles = "Contractor")]
    public Task<IActionResult> Accept(string code) => SetAsync(code, "accepted");

    [HttpDelete("{code}")]
    [Authorize(Policy = "CanCancel")]
    public Task<IActionResult> Cancel(string code) => SetAsync(code, "cancelled");

    private async Task<IActionResult> SetAsync(string code, string status)
    {
        if (await rows.Mine.FirstOrDefaultAsync(o => o.Code == code) is not { } seen)
            return NotFound();
        var order = (await db.Orders.FindAsync(seen.CompanyId, seen.Code))!;
        order.Status = status;
        await db.SaveChangesAsync();
        return NoContent();
    }
}
