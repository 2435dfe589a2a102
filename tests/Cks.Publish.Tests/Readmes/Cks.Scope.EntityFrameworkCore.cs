global using Microsoft.EntityFrameworkCore;

// What the readme takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static IScopedContexts<PortalContext> contexts = null!;
    public static PortalContext db = null!;
    public static ModelBuilder modelBuilder = null!;
    public static Subject me = null!;
    public static string connectionString = "";
    public static CancellationToken ct;
}

internal sealed class PortalContext(DbContextOptions<PortalContext> options) : DbContext(options)
{
    public DbSet<Crew> Crew => Set<Crew>();

    public DbSet<Center> Centers => Set<Center>();

    public DbSet<Order> Orders => Set<Order>();
}

internal sealed class Crew
{
    public string Id { get; set; } = "";

    public string TenantId { get; set; } = "";

    public string CrewId { get; set; } = "";

    public string? Status { get; set; }
}

internal sealed class Center
{
    public List<Order> Orders { get; } = [];
}

internal sealed class Order
{
    public string? CrewId { get; set; }
}

internal sealed class Holiday;
