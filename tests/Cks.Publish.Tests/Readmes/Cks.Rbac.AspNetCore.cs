// What the readme takes as given.
internal static class Given
{
    public static WebApplicationBuilder builder = null!;
    public static WebApplication app = null!;

    public static IResult Create() => throw new NotSupportedException();

    public static List<Order> ListOrders() => throw new NotSupportedException();

    public static IResult List() => throw new NotSupportedException();
}

internal sealed record Order(string Code, string Status);

internal sealed class OrderStore
{
    public Task<Order?> FindAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Order?> FindInScopeAsync(Subject subject, string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Order> AcceptAsync(Order order, CancellationToken cancellationToken) => throw new NotSupportedException();
}

internal sealed record Member(TenantId Tenant, string[] Roles, string Code);

internal sealed class MemberStore
{
    public Task<Member?> FindAsync(string issuer, string subject, CancellationToken cancellationToken) => throw new NotSupportedException();
}
