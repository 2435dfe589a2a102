using System.Text.Json;
using CsCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cks.Rbac.AspNetCore.Tests.Responses;

public sealed class RowCapabilitiesTests
{
    private static readonly string Clerk = GuardHost.Session("clerk");

    private static readonly string[] Texts = ["a", "b", "c"];
    private static readonly string[] Roles = ["one", "two"];

    private static readonly Gen<string> Condition = Gen.Select(One("status", "secret"), One(Texts), (attribute, text) => $$"""{ "{{attribute}}": "{{text}}" }""");

    [Theory]
    [InlineData("list", 2)]
    [InlineData("lazy", 2)]
    [InlineData("stream", 130)]
    [InlineData("page", 2)]
    [InlineData("dictionary", 2)]
    [InlineData("anonymous", 2)]
    [InlineData("nested", 3)]
    [InlineData("object", 2)]
    [InlineData("derived", 1)]
    [InlineData("twice", 2)]
    public async Task Each_row_tells_what_may_be_done_with_it_though_a_mask_hides_why(string shape, int rows)
    {
        await using var host = await Shop.StartAsync(app =>
        {
            var group = app.MapGroup("/").RequireCaps("orders:view").WithFieldMask<Order>().WithRowCapabilities<Order>("orders:accept", "orders:cancel");
            group.MapGet("/list", () => new List<Order> { Shop.One, Shop.Two });
            group.MapGet("/lazy", () => new[] { 1, 2 }.Select(i => i == 1 ? Shop.One : Shop.Two));
            group.MapGet("/stream", () => Enumerable.Range(1, 130).Select(i => i % 2 == 1 ? Shop.One : Shop.Two).ToAsyncEnumerable());
            group.MapGet("/page", () => new Page<Order>([Shop.One, Shop.Two], 2));
            group.MapGet("/dictionary", () => new Dictionary<string, Order> { ["a"] = Shop.One, ["b"] = Shop.Two });
            group.MapGet("/anonymous", () => new { deep = new { first = Shop.One, all = new HashSet<Order> { Shop.Two } } });
            group.MapGet("/nested", () => new Order { Code = "o1", Secret = "s1", Children = [Shop.Two], Tags = new() { ["x"] = Shop.One } });
            group.MapGet("/object", () => new Order { Code = "o1", Secret = "s1", Any = new object[] { Shop.Two } });
            group.MapGet("/derived", () => new Order[] { new RushOrder { Code = "o1", Secret = "s1" } });
            group.MapGet("/twice", () =>
            {
                var one = Shop.One;
                return new[] { one, one };
            });
        });

        var (status, body) = await host.TextAsync("/" + shape, Clerk);

        Assert.Equal(200, status);
        Assert.Equal(rows, body.Split("\"_can\":{\"orders:accept\":").Length - 1);
        Assert.DoesNotContain("\"s1\"", body, StringComparison.Ordinal);
        foreach (var order in OrdersIn(JsonDocument.Parse(body).RootElement))
        {
            Assert.Equal(order.GetProperty("code").GetString() == "o1", order.GetProperty("_can").GetProperty("orders:accept").GetBoolean());
            Assert.False(order.GetProperty("_can").GetProperty("orders:cancel").GetBoolean());
        }
    }

    [Fact]
    public async Task Rows_that_come_anew_each_time_are_an_error_and_never_a_guess()
    {
        await using var host = await Shop.StartAsync(app =>
        {
            var group = app.MapGroup("/").RequireCaps("orders:view").WithRowCapabilities<Order>("orders:accept");
            group.MapGet("/inside", () => new { items = new[] { 1 }.Select(_ => Shop.One) });
            group.MapGet("/getter", () => new Fresh());
        });

        foreach (var path in new[] { "/inside", "/getter" })
            Assert.Equal(500, await host.StatusAsync(path, Clerk));
    }

    [Fact]
    public async Task Two_who_are_shown_one_row_at_once_each_get_their_own_answer()
    {
        Order[] shared = [Shop.One];
        await using var host = await Shop.StartAsync(app => app.MapGet("/", () => shared).RequireCaps("orders:view").WithRowCapabilities<Order>("orders:cancel"));

        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, async (i, _) =>
            Assert.Contains($"\"orders:cancel\":{(i % 2 == 0 ? "false" : "true")}", (await host.TextAsync("/", i % 2 == 0 ? Clerk : GuardHost.Session("boss"))).Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("unknown", "The policy declares no capability \"orders:acept\".")]
    [InlineData("unmapped", "Nothing says what the attributes of \"customers\" are on Order.")]
    [InlineData("none", "The row capabilities are not one or more different capabilities.")]
    [InlineData("twice", "Two lists of row capabilities stand for the same rows.")]
    public async Task A_host_that_could_not_decide_does_not_start(string kind, string finding)
    {
        var findings = await Shop.FindingsAsync(app =>
        {
            var endpoint = app.MapGet("/", () => Shop.One).RequireCaps("orders:view");
            _ = kind switch
            {
                "unknown" => endpoint.WithRowCapabilities<Order>("orders:acept"),
                "unmapped" => endpoint.WithRowCapabilities<Order>("customers:view"),
                "none" => endpoint.WithRowCapabilities<Order>(),
                _ => endpoint.WithRowCapabilities<Order>("orders:accept").WithRowCapabilities<RushOrder>("orders:accept"),
            };
        });

        Assert.Contains(findings, f => f.Contains(finding, StringComparison.Ordinal));
    }

    /// <summary>The second of the five properties that prove the chain, as far as rows of one answer go.</summary>
    [Fact]
    public async Task Every_true_is_accepted_at_HTTP_and_every_false_is_refused()
    {
        var stored = (from status in Texts from secret in Texts.Append(null) select new Order { Code = $"{status}-{secret}", Status = status, Secret = secret }).ToDictionary(o => o.Code!);
        string[] actions = ["orders:accept", "orders:cancel"];
        await using var host = await Shop.StartAsync(app =>
        {
            app.MapGet("/", () => stored.Values).RequireCaps("orders:view").WithFieldMask<Order>().WithRowCapabilities<Order>(actions);
            foreach (var action in actions)
                app.MapPost($"/{action}/{{code}}", async (string code, Subject me, IPolicyDecisionPoint decisions, CancellationToken ct) =>
                    (await decisions.CheckAsync(me, CapabilityId.Of(action), stored[code], ct)).IsPermitted ? Results.NoContent() : Results.Forbid()).RequireCaps(action).ChecksInHandler("checks the order");
        });
        var (permitted, refused) = (0, 0);

        await Gen.Select(Rule(actions), Rule(actions), Gen.Shuffle(Roles, 1, 2)).SampleAsync(
            async (first, second, roles) =>
            {
                host.Activate(Document(first, second));
                var session = GuardHost.Session(roles);
                var (status, body) = await host.TextAsync("/", session);
                Assert.Equal(200, status);
                foreach (var row in JsonDocument.Parse(body).RootElement.EnumerateArray())
                    foreach (var can in row.GetProperty("_can").EnumerateObject())
                    {
                        Assert.Equal(can.Value.GetBoolean() ? 204 : 403, await host.StatusAsync($"/{can.Name}/{row.GetProperty("code").GetString()}", session, method: HttpMethod.Post));
                        _ = can.Value.GetBoolean() ? permitted++ : refused++;
                    }
            },
            iter: 60, threads: 1);

        Assert.True(permitted > 100 && refused > 100, $"{permitted} permitted, {refused} refused");
    }

    private static Gen<string> One(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Gen<string> Rule(string[] actions) => Gen.Select(One(actions), Condition, Gen.Bool, One(actions), Condition, Gen.Bool, (permitted, when, isAlways, denied, unless, denies) =>
        $$"""
        "permit": [{ "actions": ["orders:view"], "fields": { "read": ["code"] } }, { "actions": ["{{permitted}}"]{{(isAlways ? "" : $", \"when\": {when}")}} }],
        "deny": [{{(denies ? $$"""{ "actions": ["{{denied}}"], "when": {{unless}} }""" : "")}}]
        """);

    private static string Document(string first, string second) => $$"""
        {
          "version": 1,
          "resources": {
            "orders": { "actions": ["view", "accept", "cancel"], "fields": ["code", "status"], "attributes": { "status": "text", "secret": "text" } }
          },
          "roles": { "one": { {{first}} }, "two": { {{second}} } }
        }
        """;

    private static IEnumerable<JsonElement> OrdersIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(OrdersIn),
        JsonValueKind.Object => (element.TryGetProperty("_can", out _) ? [element] : Enumerable.Empty<JsonElement>()).Concat(element.EnumerateObject().Where(p => p.Name != "_can").SelectMany(p => OrdersIn(p.Value))),
        _ => [],
    };

    /// <summary>Makes its rows anew each time it is read.</summary>
    private sealed class Fresh
    {
        public List<Order> Items => [Shop.One];
    }
}
