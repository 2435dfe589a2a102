using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore.Tests.Responses;

/// <summary>Types and a policy for answers: a clerk reads code and status, a boss all that the policy declares; the secret is declared nowhere.</summary>
internal static class Shop
{
    public const string Policy = """
        {
          "version": 1,
          "resources": {
            "orders": {
              "actions": ["view", "accept", "cancel"],
              "fields": ["code", "status", "price", "customer", "children", "parent", "any", "tags", "note"],
              "attributes": { "status": "text", "secret": "text" }
            },
            "customers": { "actions": ["view"], "fields": ["name", "mail"] }
          },
          "roles": {
            "clerk": {
              "permit": [
                { "actions": ["orders:view"], "fields": { "read": ["code", "status", "customer", "children", "parent", "any", "tags"] } },
                { "actions": ["customers:view"], "fields": { "read": ["name"] } },
                { "actions": ["orders:accept"], "when": { "secret": "s1" }, "fields": { "read": ["code"] } }
              ]
            },
            "boss": { "permit": [{ "actions": ["orders:*"], "fields": { "read": ["*"] } }, { "actions": ["customers:*"], "fields": { "read": ["*"] } }] },
            "guest": { "permit": [{ "actions": ["orders:view"] }] }
          }
        }
        """;

    public static Order One => new() { Code = "o1", Status = "open", Price = 7, Secret = "s1" };

    public static Order Two => new() { Code = "o2", Status = "late", Price = 8, Secret = "s2" };

    public static Task<GuardHost> StartAsync(Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null) => GuardHost.StartAsync(map, Configured(configure), Policy);

    public static Task<IReadOnlyList<string>> FindingsAsync(Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null) => GuardHost.FindingsAsync(map, Configured(configure), Policy);

    private static Action<WebApplicationBuilder> Configured(Action<WebApplicationBuilder>? configure) => builder =>
    {
        builder.Services.AddCksRbac().MapResource<Order>("orders", m => m.Attribute("status", o => o.Status).Attribute("secret", o => o.Secret));
        configure?.Invoke(builder);
    };
}

internal interface IHasSecret
{
    string? Secret { get; }
}

internal class Thing : IHasSecret
{
    public string? Secret { get; set; }
}

internal class Order : Thing
{
    public string? Code { get; set; }

    public string? Status { get; set; }

    public decimal Price { get; set; }

    public Customer? Customer { get; set; }

    public List<Order>? Children { get; set; }

    public Thing? Parent { get; set; }

    public object? Any { get; set; }

    public Dictionary<string, Order>? Tags { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

internal sealed class RushOrder : Order
{
    public string Hurry { get; set; } = "now";
}

internal interface INamed
{
    string Name { get; }
}

internal sealed class Customer : INamed
{
    public string Name { get; set; } = "";

    public string Mail { get; set; } = "";
}

internal sealed record Page<T>(IReadOnlyList<T> Items, int Total);

/// <summary>A positional record: its members are those of its constructor.</summary>
internal sealed record OrderRow(string Code, string Secret);

/// <summary>A base that names its derived types.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Truck), "truck")]
internal class Vehicle
{
    public string Code { get; set; } = "v1";

    public string Secret { get; set; } = "hidden";
}

internal sealed class Truck : Vehicle
{
    public string Status { get; set; } = "parked";

    public string Axles { get; set; } = "hidden";
}

/// <summary>A type whose converter writes it past any contract.</summary>
[JsonConverter(typeof(Converter))]
internal sealed class Opaque
{
    public string Code { get; set; } = "";

    internal sealed class Converter : JsonConverter<Opaque>
    {
        public override Opaque Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Opaque value, JsonSerializerOptions options) => writer.WriteStringValue("secret");
    }
}

/// <summary>A holder whose converter writes the order in it by itself.</summary>
internal sealed class Holder
{
    [JsonConverter(typeof(Converter))]
    public Order? Order { get; set; }

    internal sealed class Converter : JsonConverter<Order>
    {
        public override Order Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Order value, JsonSerializerOptions options) => writer.WriteStringValue(value.Secret);
    }
}

/// <summary>A resource that its own converter writes.</summary>
[JsonConverter(typeof(SecretConverter<Sealed>))]
internal sealed class Sealed;

internal sealed class SealedHolder
{
    [JsonConverter(typeof(SecretConverter<Customer>))]
    public Customer Customer { get; set; } = new();
}

/// <summary>A list that its own converter writes.</summary>
[JsonConverter(typeof(SecretConverter<OrderBook>))]
internal sealed class OrderBook : List<Order>;

internal sealed class SecretConverter<T> : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue("secret");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IEnumerable<Order>))]
[JsonSerializable(typeof(List<Order>))]
[JsonSerializable(typeof(IAsyncEnumerable<Order>))]
[JsonSerializable(typeof(Page<Order>))]
[JsonSerializable(typeof(OrderRow[]))]
internal sealed partial class ShopJson : JsonSerializerContext;
