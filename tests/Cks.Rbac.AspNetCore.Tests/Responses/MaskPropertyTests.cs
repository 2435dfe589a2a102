using CsCheck;
using Microsoft.AspNetCore.Builder;

namespace Cks.Rbac.AspNetCore.Tests.Responses;

/// <summary>The first of the five properties that prove the chain, as far as the fields of one answer go.</summary>
public sealed class MaskPropertyTests
{
    private static readonly Gen<Node> Nodes = Gen.Recursive<Node>((depth, inner) => depth > 3
        ? Gen.Const(new Node(0, []))
        : Gen.Select(Gen.Int[0, 8], inner.Array[0, 3], (kind, below) => new Node(kind, below)));

    [Fact]
    public async Task Two_answers_that_differ_only_in_what_is_hidden_are_equal_bytes()
    {
        Node tree = new(0, []);
        var state = "";
        await using var host = await Shop.StartAsync(app =>
        {
            var group = app.MapGroup("/").RequireCaps("orders:view").WithFieldMask<Order>().WithFieldMask<Customer>("customers:view");
            group.MapGet("/", object () => new { first = OrderOf(new(0, []), state), rest = ValueOf(tree, state) });
            group.MapGet("/rows", object () => new List<Order> { OrderOf(tree, state) }).WithRowCapabilities<Order>("orders:cancel");
        });
        var shown = 0;

        await Nodes.SampleAsync(
            async node =>
            {
                tree = node;
                foreach (var path in new[] { "/", "/rows" })
                {
                    state = "one-secret";
                    var (status, one) = await host.TextAsync(path, GuardHost.Session("clerk"));
                    state = "another-hidden-thing";
                    Assert.Equal((status, one), await host.TextAsync(path, GuardHost.Session("clerk")));
                    Assert.True(status == 200, one);
                    shown += one.Split("\"code\":").Length - 1;
                }
            },
            iter: 150, threads: 1);

        Assert.True(shown > 500, $"{shown} orders shown");
    }

    private static Order OrderOf(Node node, string state) => new()
    {
        Code = "o1",
        Status = "open",
        Price = state.Length,
        Secret = state,
        Customer = new() { Name = "Ann", Mail = state },
        Children = [.. node.Below.Select(n => OrderOf(n, state))],
        Parent = node.Kind % 2 == 0 ? null : new RushOrder { Code = "o2", Secret = state, Hurry = state },
        Any = node.Below.Length == 0 ? null : ValueOf(node.Below[0], state),
        Tags = node.Below.Index().ToDictionary(n => $"t{n.Index}", n => OrderOf(n.Item, state)),
    };

    private static object ValueOf(Node node, string state) => node.Kind switch
    {
        0 => OrderOf(node, state),
        1 => new Thing { Secret = state },
        2 => node.Below.Select(n => (IHasSecret)OrderOf(n, state)).ToArray(),
        3 => node.Below.Select(n => ValueOf(n, state)).ToList(),
        4 => new Page<Order>([.. node.Below.Select(n => OrderOf(n, state))], node.Below.Length),
        5 => new Dictionary<string, object?> { ["a"] = OrderOf(node, state), ["b"] = new { deep = (object)new RushOrder { Secret = state } } },
        6 => new { row = (Thing)OrderOf(node, state), pair = KeyValuePair.Create("k", OrderOf(node, state)) },
        7 => new HashSet<Thing> { OrderOf(node, state), new RushOrder { Secret = state } },
        _ => (INamed)new Customer { Name = "Ann", Mail = state },
    };

    private sealed record Node(int Kind, Node[] Below);
}
