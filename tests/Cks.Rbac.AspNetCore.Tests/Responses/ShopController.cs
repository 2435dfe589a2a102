using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Cks.Rbac.AspNetCore.Tests.Responses;

/// <summary>Actions whose answers are masked, in the ways in which controllers answer.</summary>
[ApiController]
[Route("mvc/orders")]
[RequireCaps("orders:view")]
[FieldMask<Order>]
internal sealed class ShopController : ControllerBase
{
    [HttpGet("value")]
    public object Value() => Shop.One;

    [HttpGet("page")]
    public object Page() => new Page<Order>([Shop.One], 1);

    [HttpGet("ok")]
    public IActionResult AnOk() => Ok(new[] { Shop.One });

    [HttpGet("json")]
    public IActionResult AJson() => new JsonResult(Shop.One);

    [HttpGet("created")]
    public IActionResult ACreated() => CreatedAtAction(nameof(Value), Shop.One);

    [HttpGet("rows")]
    [RowCapabilities<Order>("orders:accept", "orders:cancel")]
    public object Rows() => new[] { Shop.One, Shop.Two };

    [HttpGet("none")]
    public IActionResult None() => NotFound();

    [HttpGet("empty")]
    public object? Nothing() => null;

    [HttpGet("number")]
    public object Number(int n) => new Order { Code = n.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    [HttpGet("text")]
    public string Text() => "secret";

    [HttpGet("content")]
    public IActionResult AContent() => Content("secret");

    [HttpGet("file")]
    public IActionResult AFile() => File("secret"u8.ToArray(), "text/plain");

    [HttpGet("result")]
    public IResult AResult() => Results.Ok(Shop.One);

    [HttpGet("settings")]
    public IActionResult Settings() => new JsonResult(Shop.One, new System.Text.Json.JsonSerializerOptions());

    [HttpGet("writes")]
    public Task Writes() => Response.WriteAsync("secret");

    [HttpGet("short")]
    [Short]
    public object Shortened() => Shop.One;

    [HttpGet("after")]
    [After]
    public object Added() => Shop.One;

    [HttpGet("public")]
    [ResponseCache(Duration = 60, Location = ResponseCacheLocation.Any)]
    public object ForAll() => Shop.One;

    [HttpGet("rescued")]
    [Rescue]
    public object Rescued() => new object[] { Shop.One, new Holder { Order = Shop.One } }.Select(o => new Thing[] { Shop.One }.Concat(o is Holder ? throw new InvalidOperationException() : Array.Empty<Thing>()));

    /// <summary>Answers a result that failed, in its own way.</summary>
    private sealed class RescueAttribute : Attribute, Microsoft.AspNetCore.Mvc.Filters.IAsyncResultFilter
    {
        public async Task OnResultExecutionAsync(Microsoft.AspNetCore.Mvc.Filters.ResultExecutingContext context, Microsoft.AspNetCore.Mvc.Filters.ResultExecutionDelegate next)
        {
            var done = await next();
            Assert.NotNull(done.Exception);
            done.ExceptionHandled = true;
            await context.HttpContext.Response.WriteAsync("\"s1\"");
        }
    }

    /// <summary>Adds to an answer that is written.</summary>
    private sealed class AfterAttribute : Attribute, Microsoft.AspNetCore.Mvc.Filters.IAsyncResultFilter
    {
        public async Task OnResultExecutionAsync(Microsoft.AspNetCore.Mvc.Filters.ResultExecutingContext context, Microsoft.AspNetCore.Mvc.Filters.ResultExecutionDelegate next)
        {
            await next();
            await context.HttpContext.Response.WriteAsync("secret");
        }
    }

    /// <summary>Answers before the action is reached.</summary>
    private sealed class ShortAttribute : Attribute, Microsoft.AspNetCore.Mvc.Filters.IAuthorizationFilter
    {
        public void OnAuthorization(Microsoft.AspNetCore.Mvc.Filters.AuthorizationFilterContext context) => context.Result = new ContentResult { Content = "secret" };
    }
}
