using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore.Tests.Responses;

public sealed class FieldMaskTests
{
    private static readonly string Clerk = GuardHost.Session("clerk");
    private static readonly string Boss = GuardHost.Session("boss");
    private static readonly string Guest = GuardHost.Session("guest");

    [Fact]
    public async Task S04_A_field_is_hidden_unless_it_is_listed()
    {
        await using var host = await Shop.StartAsync(app => app.MapGet("/", () => Shop.One).RequireCaps("orders:view").WithFieldMask<Order>());

        Assert.Equal((200, """{"code":"o1","status":"open","customer":null,"children":null,"parent":null,"any":null,"tags":null}"""), await host.TextAsync("/", Clerk));
        Assert.Equal((200, """{"code":"o1","status":"open","price":7,"customer":null,"children":null,"parent":null,"any":null,"tags":null}"""), await host.TextAsync("/", Boss));
        Assert.Equal((200, "{}"), await host.TextAsync("/", Guest));
        Assert.Equal(403, await host.StatusAsync("/", GuardHost.Session()));
        Assert.Equal(401, await host.StatusAsync("/", null));
    }

    public static TheoryData<string, string> Shapes => new()
    {
        { "list", "2" }, { "array", "2" }, { "lazy", "2" }, { "stream", "2" }, { "page", "2" }, { "dictionary", "2" }, { "anonymous", "2" }, { "result", "2" }, { "union", "1" }, { "json-result", "2" },
        { "task", "1" }, { "derived", "1" }, { "as-base", "2" }, { "as-interface", "2" }, { "nested", "3" }, { "object", "3" }, { "null", "0" }, { "set", "2" }, { "created", "1" }, { "nulls", "1" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Nothing_hidden_is_written_wherever_a_row_stands(string shape, string orders)
    {
        await using var host = await Shop.StartAsync(app =>
        {
            var group = app.MapGroup("/").RequireCaps("orders:view").WithFieldMask<Order>().WithFieldMask<Customer>("customers:view");
            group.MapGet("/list", () => new List<Order> { Shop.One, Shop.Two });
            group.MapGet("/array", () => new[] { Shop.One, Shop.Two });
            group.MapGet("/set", () => new HashSet<Order> { Shop.One, Shop.Two });
            group.MapGet("/lazy", () => new[] { 1, 2 }.Select(i => i == 1 ? Shop.One : Shop.Two));
            group.MapGet("/stream", Stream);
            group.MapGet("/page", () => new Page<Order>([Shop.One, Shop.Two], 2));
            group.MapGet("/dictionary", () => new Dictionary<string, Order> { ["a"] = Shop.One, ["b"] = Shop.Two });
            group.MapGet("/anonymous", () => new { deep = new { first = Shop.One, all = new[] { Shop.Two } } });
            group.MapGet("/result", () => Results.Ok(new[] { Shop.One, Shop.Two }));
            group.MapGet("/union", Microsoft.AspNetCore.Http.HttpResults.Results<Microsoft.AspNetCore.Http.HttpResults.Ok<Order>, Microsoft.AspNetCore.Http.HttpResults.NotFound> () => TypedResults.Ok(Shop.One));
            group.MapGet("/json-result", () => Results.Json(new[] { Shop.One, Shop.Two }, new JsonSerializerOptions { PropertyNamingPolicy = null }));
            group.MapGet("/created", () => Results.Created("/orders/o1", Shop.One));
            group.MapGet("/task", async Task<Order> () =>
            {
                await Task.Yield();
                return Shop.One;
            });
            group.MapGet("/derived", () => (Order)new RushOrder { Code = "o1", Secret = "s1" });
            group.MapGet("/as-base", () => new { one = (Thing)Shop.One, more = new List<Thing> { Shop.Two } });
            group.MapGet("/as-interface", () => new { one = (IHasSecret)Shop.One, more = new IHasSecret[] { Shop.Two } });
            group.MapGet("/nested", () => new Order
            {
                Code = "o1",
                Secret = "s1",
                Parent = Shop.Two,
                Children = [Shop.One],
                Tags = new() { ["x"] = Shop.Two },
                Customer = new() { Name = "Ann", Mail = "ann@example.org" },
                More = new() { ["secret"] = JsonSerializer.SerializeToElement("s1") },
            });
            group.MapGet("/object", () => new Order { Code = "o1", Secret = "s1", Any = new object[] { Shop.One, new { inner = (object)Shop.Two } } });
            group.MapGet("/null", () => (Order?)null);
            group.MapGet("/nulls", () => new Order?[] { null, Shop.One });
        });

        var (status, body) = await host.TextAsync("/" + shape, Clerk);

        Assert.Equal(shape == "created" ? 201 : 200, status);
        foreach (var hidden in new[] { "s1", "s2", "secret", "price", "hurry", "mail", "ann@", "Secret", "Price" })
            Assert.DoesNotContain(hidden, body, StringComparison.Ordinal);
        // A row that is declared as its base shows what the base has, and of that nothing is listed.
        Assert.Equal(shape.StartsWith("as-", StringComparison.Ordinal) ? 0 : int.Parse(orders, System.Globalization.CultureInfo.InvariantCulture), body.Split("\"code\":\"o").Length - 1);
        if (shape == "nested")
            Assert.Contains("\"customer\":{\"name\":\"Ann\"}", body, StringComparison.Ordinal);
        using var valid = JsonDocument.Parse(body);

        static async IAsyncEnumerable<Order> Stream()
        {
            yield return Shop.One;
            await Task.Yield();
            yield return Shop.Two;
        }
    }

    public static TheoryData<string> Refused => ["text", "bytes", "stream", "file", "content", "other", "projected", "objects", "unknown-result", "writes", "writes-before", "json-node", "opaque-member", "unmasked-resource", "behind-interface", "converted-resource", "converted-member", "converted-list", "not-found-text"];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_be_masked_is_an_error_and_nothing_of_it_is_sent(string kind)
    {
        await using var host = await Shop.StartAsync(
            app =>
            {
                var group = app.MapGroup("/").RequireCaps("orders:view").WithFieldMask<Order>("orders:view");
                group.MapGet("/text", IResult () => Results.Text("secret"));
                group.MapGet("/bytes", IResult () => Results.Bytes("secret"u8.ToArray()));
                group.MapGet("/stream", IResult () => Results.Stream(s => s.WriteAsync("secret"u8.ToArray()).AsTask()));
                group.MapGet("/file", IResult () => Results.File(new MemoryStream("secret"u8.ToArray())));
                group.MapGet("/content", object () => "secret");
                group.MapGet("/other", IResult () => Results.Ok(new Customer { Name = "secret" }));
                group.MapGet("/projected", IResult () => Results.Ok(new[] { new { secret = Shop.One.Secret } }));
                group.MapGet("/objects", object () => new List<object> { "secret" });
                group.MapGet("/unknown-result", IResult () => new Unknown());
                group.MapGet("/writes", async Task<object> (HttpContext context) =>
                {
                    await context.Response.WriteAsync("secret");
                    return Shop.One;
                });
                group.MapGet("/writes-before", object (HttpContext context) =>
                {
                    context.Response.BodyWriter.Write("secret"u8);
                    return Shop.One;
                });
                group.MapGet("/json-node", object () => JsonSerializer.SerializeToNode(Shop.One)!);
                group.MapGet("/opaque-member", object () => new Holder { Order = Shop.One });
                group.MapGet("/unmasked-resource", object () => new { order = Shop.One, other = new Customer { Name = "secret" } });
                group.MapGet("/behind-interface", object () => new { order = Shop.One, other = (INamed)new Customer { Name = "secret" } });
                group.MapGet("/converted-resource", object () => new { order = Shop.One, other = new Sealed() });
                group.MapGet("/converted-member", object () => new { order = Shop.One, other = new SealedHolder() });
                group.MapGet("/converted-list", object () => new { order = Shop.One, other = new OrderBook { Shop.One } });
                group.MapGet("/not-found-text", IResult () => Results.NotFound("secret"));
            },
            b => b.Services.AddCksRbac().MapResource<Customer>("customers", _ => { }).MapResource<Sealed>("customers", _ => { }));

        var (status, body) = await host.TextAsync("/" + kind, Boss);

        Assert.Equal(500, status);
        Assert.DoesNotContain("secret", body.Split("   at ")[0], StringComparison.Ordinal);
        Assert.DoesNotContain("\"code\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_and_answers_without_a_body_pass()
    {
        await using var host = await Shop.StartAsync(app =>
        {
            var group = app.MapGroup("/").RequireCaps("orders:view").WithFieldMask<Order>();
            group.MapGet("/404", IResult () => Results.NotFound());
            group.MapGet("/204", IResult () => Results.NoContent());
            group.MapGet("/302", IResult () => Results.Redirect("/elsewhere"));
            group.MapGet("/409", IResult () => Results.Problem("taken", statusCode: 409));
            group.MapGet("/400", IResult () => Results.ValidationProblem(new Dictionary<string, string[]> { ["code"] = ["missing"] }));
            group.MapGet("/422", IResult () => Results.Problem("rows", statusCode: 422, extensions: new Dictionary<string, object?> { ["row"] = Shop.One }));
            group.MapGet("/403", IResult () => Results.Forbid());
            group.MapGet("/number", object (int n) => Shop.One);
        });

        foreach (var status in new[] { 404, 204, 302, 409, 400, 422, 403 })
        {
            var (answered, body) = await host.TextAsync($"/{status}", Clerk);
            Assert.Equal(status, answered);
            Assert.DoesNotContain("s1", body, StringComparison.Ordinal);
        }

        Assert.Contains("taken", (await host.TextAsync("/409", Clerk)).Body, StringComparison.Ordinal);
        Assert.Contains("missing", (await host.TextAsync("/400", Clerk)).Body, StringComparison.Ordinal);
        Assert.Contains("\"row\":{\"code\":\"o1\"", (await host.TextAsync("/422", Clerk)).Body, StringComparison.Ordinal);
        Assert.Equal(400, await host.StatusAsync("/number?n=x", Clerk));
    }

    [Fact]
    public async Task A_result_keeps_its_status_and_location()
    {
        await using var host = await Shop.StartAsync(app =>
        {
            var group = app.MapGroup("/").RequireCaps("orders:view").WithFieldMask<Order>();
            group.MapGet("/created", () => TypedResults.Created("/orders/o1", Shop.One));
            group.MapGet("/created-at", () => TypedResults.CreatedAtRoute(Shop.One, "order", new { code = "o1" }));
            group.MapGet("/accepted", () => Results.Accepted("/orders/o1", Shop.One));
            group.MapGet("/orders/{code}", () => TypedResults.Ok(Shop.One)).WithName("order");
        });

        foreach (var (path, status) in new[] { ("/created", 201), ("/created-at", 201), ("/accepted", 202) })
        {
            using var response = await host.SendAsync(path, Clerk);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.EndsWith("/orders/o1", response.Headers.Location!.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("s1", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_cycle_ends_in_an_error_and_shows_nothing_hidden()
    {
        await using var host = await Shop.StartAsync(app => app.MapGet("/", () =>
        {
            var order = Shop.One;
            order.Children = [order];
            return order;
        }).RequireCaps("orders:view").WithFieldMask<Order>().WithFieldMask<Customer>("customers:view"));

        var body = "";
        try
        {
            body = (await host.TextAsync("/", Clerk)).Body;
        }
        catch (HttpRequestException)
        {
            // The answer had begun.
        }

        Assert.DoesNotContain("\"s1\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_listed_of_derived_types_is_hidden_with_the_word_that_tells_them_apart()
    {
        await using var host = await Shop.StartAsync(app => app.MapGet("/", () => new List<Vehicle> { new Truck() }).RequireCaps("orders:view").WithFieldMask<Vehicle>());

        Assert.Equal((200, """[{"status":"parked","code":"v1"}]"""), await host.TextAsync("/", Clerk));
    }

    [Fact]
    public async Task Generated_contracts_are_masked_though_they_could_write_faster()
    {
        await using var host = await Shop.StartAsync(
            app =>
            {
                var group = app.MapGroup("/").RequireCaps("orders:view").WithFieldMask<Order>("orders:view").WithFieldMask<OrderRow>("orders:view");
                group.MapGet("/list", () => new List<Order> { Shop.One });
                group.MapGet("/lazy", () => new[] { 1 }.Select(_ => Shop.One));
                group.MapGet("/page", () => TypedResults.Ok(new Page<Order>([Shop.One], 1)));
                group.MapGet("/stream", () => new[] { 1 }.Select(_ => Shop.One).ToAsyncEnumerable());
                group.MapGet("/rows", () => new OrderRow[] { new("o1", "s1") });
                group.MapGet("/unknown", object () => new HashSet<Order> { Shop.One });
            },
            b => b.Services.ConfigureHttpJsonOptions(o =>
            {
                o.SerializerOptions.TypeInfoResolverChain.Clear();
                o.SerializerOptions.TypeInfoResolverChain.Add(ShopJson.Default);
            }));

        foreach (var path in new[] { "/list", "/lazy", "/page", "/stream", "/rows" })
        {
            var (status, body) = await host.TextAsync(path, Clerk);
            Assert.Equal(200, status);
            Assert.Contains("\"code\":\"o1\"", body, StringComparison.Ordinal);
            Assert.DoesNotContain("s1", body, StringComparison.Ordinal);
        }

        Assert.Equal(500, await host.StatusAsync("/unknown", Clerk));
    }

    [Fact]
    public async Task A_mask_is_of_this_request_even_where_many_ask_at_once()
    {
        await using var host = await Shop.StartAsync(app => app.MapGet("/", () => new[] { Shop.One }).RequireCaps("orders:view").WithFieldMask<Order>());

        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, async (i, _) =>
        {
            var (_, body) = await host.TextAsync("/", i % 2 == 0 ? Clerk : Boss);
            Assert.Equal(i % 2 != 0, body.Contains("price", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Another_policy_is_another_mask_at_once()
    {
        await using var host = await Shop.StartAsync(app => app.MapGet("/", () => Shop.One).RequireCaps("orders:view").WithFieldMask<Order>());
        Assert.Contains("status", (await host.TextAsync("/", Clerk)).Body, StringComparison.Ordinal);

        host.Activate(Shop.Policy.Replace("""["code", "status", "customer", "children", "parent", "any", "tags"]""", """["code"]""", StringComparison.Ordinal));

        Assert.Equal((200, """{"code":"o1"}"""), await host.TextAsync("/", Clerk));
    }

    [Fact]
    public async Task Of_several_capabilities_only_what_all_show_is_shown()
    {
        await using var host = await Shop.StartAsync(app => app.MapGet("/", () => Shop.One).RequireCaps("orders:view", "orders:accept").ChecksInHandler("test").WithFieldMask<Order>());

        Assert.Equal((200, """{"code":"o1"}"""), await host.TextAsync("/", Clerk));
    }

    [Fact]
    public async Task A_filter_around_the_mask_cannot_write_past_it()
    {
        await using var host = await Shop.StartAsync(app => app.MapGet("/", () => Shop.One).AddEndpointFilter(async (context, next) =>
        {
            await next(context);
            return Shop.One;
        }).RequireCaps("orders:view").WithFieldMask<Order>());

        var (status, body) = await host.TextAsync("/", Clerk);

        Assert.Equal(500, status);
        Assert.DoesNotContain("\"s1\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_converter_of_the_application_cannot_write_a_list_past_the_mask()
    {
        await using var host = await Shop.StartAsync(
            app => app.MapGet("/", object () => new { items = new List<Order> { Shop.One } }).RequireCaps("orders:view").WithFieldMask<Order>(),
            b => b.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Converters.Add(new ListConverter())));

        var (status, body) = await host.TextAsync("/", Clerk);

        Assert.Equal(500, status);
        Assert.DoesNotContain("\"s1\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S28_What_is_absent_and_what_is_outside_are_one_answer_on_a_masked_endpoint()
    {
        await using var host = await Shop.StartAsync(app => app.MapGet("/{code}", async (string code, Subject me, IPolicyDecisionPoint decisions, CancellationToken ct) =>
            code == "o1" && (await decisions.CheckAsync(me, CapabilityId.Of("orders:accept"), Shop.Two, ct)).IsPermitted ? Results.Ok(Shop.Two) : Results.NotFound())
            .RequireCaps("orders:view").WithFieldMask<Order>("orders:view").WithRowCapabilities<Order>("orders:accept"));

        Assert.Equal((404, ""), await host.TextAsync("/o1", Clerk));
        Assert.Equal(await host.TextAsync("/o1", Clerk), await host.TextAsync("/nowhere", Clerk));
        Assert.Equal(200, await host.StatusAsync("/o1", Boss));
    }

    public static TheoryData<string, string> Mistakes => new()
    {
        { "no-capability", "Nothing says which fields of Order count." },
        { "any-capability", "Nothing says which fields of Order count." },
        { "other-resource", "Nothing says which fields of Order count." },
        { "unknown-capability", "The policy declares no capability \"orders:vew\"." },
        { "opaque", "cannot be masked" },
        { "void", "The handler writes its answer itself" },
        { "delegate", "The handler writes its answer itself" },
        { "string", "The handler returns String, in which nothing is masked." },
        { "other-type", "The handler returns Customer, in which nothing is masked." },
        { "attribute", "mask nothing here" },
        { "no-member", "No member of Customer is a field of \"orders\"" },
        { "controller", "A controller is not masked by a convention" },
        { "controller-metadata", "A controller is not masked by a convention" },
        { "fields-of-another", "Order stands for \"orders\", so the fields of \"customers:view\" are not its own." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_host_with_an_answer_that_cannot_be_masked_does_not_start(string kind, string finding)
    {
        var findings = await Shop.FindingsAsync(
            app =>
            {
                _ = kind switch
                {
                    "no-capability" => app.MapGet("/", () => Shop.One).RequireAuthorization().WithFieldMask<Order>(),
                    "any-capability" => app.MapGet("/", () => Shop.One).RequireAnyCap("orders:view", "orders:cancel").WithFieldMask<Order>(),
                    "other-resource" => app.MapGet("/", () => Shop.One).RequireCaps("customers:view").WithFieldMask<Order>(),
                    "unknown-capability" => app.MapGet("/", () => Shop.One).RequireCaps("orders:view").WithFieldMask<Order>("orders:vew"),
                    "opaque" => app.MapGet("/", () => new Opaque()).RequireCaps("orders:view").WithFieldMask<Opaque>(),
                    "void" => app.MapGet("/", (string? x) => { }).RequireCaps("orders:view").WithFieldMask<Order>(),
                    "delegate" => Delegate(app),
                    "string" => app.MapGet("/", () => "text").RequireCaps("orders:view").WithFieldMask<Order>(),
                    "other-type" => app.MapGet("/", () => new Customer()).RequireCaps("orders:view").WithFieldMask<Order>(),
                    "attribute" => app.MapGet("/", [FieldMask<Order>("orders:view")] () => Shop.One).RequireCaps("orders:view"),
                    "no-member" => app.MapGet("/", () => new Customer()).RequireCaps("orders:view").WithFieldMask<Customer>(),
                    "fields-of-another" => app.MapGet("/", () => Shop.One).RequireCaps("orders:view").WithFieldMask<Order>("customers:view"),
                    "controller" => Controllers(app),
                    _ => Metadata(app),
                };
            },
            OnlyShop.AddTo);

        Assert.Contains(findings, f => f.Contains(finding, StringComparison.Ordinal));

        static RouteHandlerBuilder? Delegate(WebApplication app)
        {
            var group = app.MapGroup("/").RequireCaps("orders:view").WithFieldMask<Order>();
            group.MapGet("/", (RequestDelegate)(context => context.Response.WriteAsync("secret")));
            return null;
        }

        static RouteHandlerBuilder? Metadata(WebApplication app)
        {
            app.MapControllers().WithMetadata(new FieldMaskAttribute<Customer>("customers:view"));
            return null;
        }

        static RouteHandlerBuilder? Controllers(WebApplication app)
        {
            app.MapGroup("/").WithFieldMask<Order>("orders:view").MapControllers();
            return null;
        }
    }

    /// <summary>Writes orders by hand.</summary>
    private sealed class ListConverter : System.Text.Json.Serialization.JsonConverter<List<Order>>
    {
        public override List<Order> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, List<Order> value, JsonSerializerOptions options) => writer.WriteStringValue(value[0].Secret);
    }

    /// <summary>A result that nobody knows.</summary>
    private sealed class Unknown : IResult, IValueHttpResult
    {
        public object? Value => Shop.One;

        public Task ExecuteAsync(HttpContext httpContext) => httpContext.Response.WriteAsJsonAsync(new { secret = "secret" });
    }
}
