using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Cks.Samples.Existing;

[ApiController]
[Route("api/reports")]
public sealed class ReportsController(ShopContext db) : ControllerBase
{
    [HttpGet("margin")]
    [Authorize(Policy = "Finance")]
    public async Task<IActionResult> Margin()
    {
        var company = User.FindFirst("company")!.Value;
        return Ok(new { Total = await db.Orders.Where(o => o.CompanyId == company).SumAsync(o => o.Margin) });
    }

    [HttpGet("legend")]
    [AllowAnonymous]
    public IActionResult Legend() => Ok(new { Margin = "price less cost" });
}
